/** A snapshot of PostgreSQL (`pg_snapshot`): what was committed when a statement looked. */
export interface Snapshot {
  readonly xmin: bigint;
  readonly xmax: bigint;
  /** Transactions between the two that were still running. */
  readonly running: ReadonlySet<bigint>;
}

/** Reads `xmin:xmax:running,…`. */
export const parseSnapshot = (text: string): Snapshot => {
  const [xmin = '0', xmax = '0', running = ''] = text.split(':');
  return { xmin: BigInt(xmin), xmax: BigInt(xmax), running: new Set(running === '' ? [] : running.split(',').map(BigInt)) };
};

/** As PostgreSQL reads it. One that would be longer than `most` characters is cut to what it certainly sees. */
export const snapshotText = ({ xmin, xmax, running }: Snapshot, most = 1_000): string => {
  const text = `${xmin}:${xmax}:${[...running].toSorted((a, b) => (a < b ? -1 : 1)).join(',')}`;
  return text.length > most ? `${xmin}:${xmin}:` : text;
};

/** Whether what transaction `xid` committed is visible (`pg_visible_in_snapshot`). */
export const sees = ({ xmin, xmax, running }: Snapshot, xid: bigint): boolean => xid < xmin || (xid < xmax && !running.has(xid));

/** What all of them see, and nothing more. */
export const commonSnapshot = ([first, ...rest]: readonly [Snapshot, ...Snapshot[]]): Snapshot =>
  rest.reduce((common, { xmin, xmax, running }) => {
    const least = { xmin: common.xmin < xmin ? common.xmin : xmin, xmax: common.xmax < xmax ? common.xmax : xmax };
    return { ...least, running: new Set([...common.running, ...running].filter((xid) => xid < least.xmax)) };
  }, first);
