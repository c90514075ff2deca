/** What was asked for on the command line. */
export type Asked = { readonly kind: 'start' } | { readonly kind: 'reset'; readonly yes: boolean } | { readonly kind: 'help' } | { readonly kind: 'unknown'; readonly argument: string };

/** `npm start -- --reset --yes` and the like, without the program's own name. */
export const readArguments = (given: readonly string[]): Asked => {
  const unknown = given.find((argument) => !['--reset', '--yes', '--help', '-h'].includes(argument));
  if (unknown !== undefined) return { kind: 'unknown', argument: unknown };
  if (given.includes('--help') || given.includes('-h')) return { kind: 'help' };
  if (given.includes('--reset')) return { kind: 'reset', yes: given.includes('--yes') };
  return given.includes('--yes') ? { kind: 'unknown', argument: '--yes' } : { kind: 'start' };
};

/** What `--help` says. */
export const HELP = `npm start                   starts Curfew and prints its address
npm start -- --reset        asks, deletes all data of the embedded servers, then starts
npm start -- --reset --yes  the same, without asking

Settings are environment variables, or lines of a file .env in this folder: see docs/settings.md.
`;
