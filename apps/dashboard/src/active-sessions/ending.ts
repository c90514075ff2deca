import type { Ended, Receipt, Session } from '@curfew/contracts';

/** How far the end of one session is, as far as it is proved. */
export type Ending =
  | { readonly phase: 'asking' }
  | { readonly phase: 'failed' }
  | { readonly phase: 'unconfirmed'; readonly receipt: Receipt }
  | { readonly phase: 'confirmed'; readonly receipt: Receipt }
  | { readonly phase: 'already'; readonly at: number }
  /** Something else ended it: another device, an administrator, time. */
  | { readonly phase: 'elsewhere' };

/** A row that is ending: the session as it was, and the order in which the rows stood, so that it stays in its place. */
export interface EndingRow {
  readonly session: Session;
  readonly ending: Ending;
  readonly order: readonly string[];
}

export type EndingRows = ReadonlyMap<string, EndingRow>;

// The server's clock is known to a second, and the ask took its time.
const tolerance = 2000;

/** What an answer proves. `askedAt`: when Log Out was first pressed, by the server's clock; an older end was somebody else's. */
export const endingOf = ({ session, receipt }: Ended, askedAt: number): Ending => {
  const endedAt = session.endedAt === null ? Number.NaN : Date.parse(session.endedAt);
  if (endedAt < askedAt - tolerance) return { phase: 'already', at: endedAt };
  return receipt.confirmed ? { phase: 'confirmed', receipt } : { phase: 'unconfirmed', receipt };
};

/** True once the row says that the session is over: no Log Out any more. */
export const isOver = ({ phase }: Ending): boolean => phase !== 'asking' && phase !== 'failed';

/** True for a row that has said all it will say, and may leave. */
export const mayLeave = ({ phase }: Ending): boolean => phase === 'confirmed' || phase === 'already' || phase === 'elsewhere';

/** One ending for several sessions of a device: the least that is proved of all of them; the connections add up. */
export const together = (endings: readonly Ending[]): Ending => {
  for (const phase of ['failed', 'asking'] as const) if (endings.some((ending) => ending.phase === phase)) return { phase };
  const receipts = endings.flatMap((ending) => ('receipt' in ending ? [ending.receipt] : []));
  const first = endings[0];
  if (receipts.length === 0 || first === undefined) return first ?? { phase: 'elsewhere' };
  const receipt = receipts.reduce(sum);
  return receipt.confirmed ? { phase: 'confirmed', receipt } : { phase: 'unconfirmed', receipt };
};

/** The live sessions with the ending ones in the places where they were. */
export const withEndings = (live: readonly Session[], rows: EndingRows): readonly Session[] => {
  const ended = [...rows.values()].filter((row) => !live.some((session) => session.id === row.session.id));
  const place = ({ order, session }: EndingRow): number => order.indexOf(session.id);
  return ended.toSorted((a, b) => place(a) - place(b)).reduce(insert, live);
};

const insert = (shown: readonly Session[], row: EndingRow): readonly Session[] => {
  const before = new Set(row.order.slice(0, Math.max(0, row.order.indexOf(row.session.id))));
  const at = shown.findLastIndex((session) => before.has(session.id)) + 1;
  return [...shown.slice(0, at), row.session, ...shown.slice(at)];
};

const sum = (one: Receipt, other: Receipt): Receipt => ({
  position: other.position,
  confirmed: one.confirmed && other.confirmed,
  consumers: one.consumers.acknowledged - one.consumers.live < other.consumers.acknowledged - other.consumers.live ? one.consumers : other.consumers,
  socketsClosed: one.socketsClosed + other.socketsClosed,
  elapsedMs: Math.max(one.elapsedMs, other.elapsedMs),
});
