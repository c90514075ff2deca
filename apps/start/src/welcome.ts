/** What the one block of text says. */
export interface Welcome {
  readonly address: string;
  /** Makes the first administrator, once. */
  readonly setUpSecret: string | undefined;
  /** Where the embedded servers keep their data; undefined when both servers are the operator's own. */
  readonly dataDir: string | undefined;
  readonly metrics: string;
  readonly notes: readonly string[];
  readonly seconds: number;
}

/** The block of text that says where Curfew is. The secret stands behind the #, so that no server or log on the way sees it. */
export const welcome = ({ address, setUpSecret, dataDir, metrics, notes, seconds }: Welcome): string => {
  const rows: readonly (readonly [string, string])[] = [
    ['Curfew is ready', address],
    ...(setUpSecret === undefined ? [] : [['Administrator', `${address}/set-up#${setUpSecret}  (opens once, within 24 hours)`] as const]),
    ...(dataDir === undefined ? [] : [['Data', dataDir] as const]),
    ['Metrics', metrics],
    ...notes.map((note) => ['Note', note] as const),
  ];
  const width = Math.max(...rows.map(([title]) => title.length)) + 2;
  const lines = rows.map(([title, text]) => `  ${title.padEnd(width)}${text}`);
  return `\n${lines.join('\n')}\n\n  Started in ${seconds.toFixed(1)} s. Ctrl-C stops it.\n\n`;
};
