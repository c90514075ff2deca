import type { AdminSession } from '@curfew/contracts';

/** A filter has no list of ids: what is ticked is ended one by one, and so at most this many at once. */
export const mostPicked = 50;

/** What is ticked, in the order in which it was. */
export interface Picked {
  readonly sessions: ReadonlyMap<string, AdminSession>;
  /** The row that was pressed last: a range begins there. */
  readonly last: string | null;
  /** Whether the last press asked for more than can be ticked. */
  readonly full: boolean;
}

export const nothingPicked: Picked = { sessions: new Map(), last: null, full: false };

export interface Press {
  readonly id: string;
  readonly on: boolean;
  /** With all between it and the row that was pressed before. */
  readonly range: boolean;
  /** The rows that can be ticked, as they stand. */
  readonly rows: readonly AdminSession[];
}

/** Ticks a row or a range, or takes the ticks away. Of too many the first are ticked, counted from where the range begins. */
export const pressed = (before: Picked, press: Press): Picked => {
  const { id, on } = press;
  const sessions = new Map(before.sessions);
  let full = false;
  for (const row of rangeOf(before.last, press)) {
    if (!on) sessions.delete(row.id);
    else if (sessions.size < mostPicked) sessions.set(row.id, row);
    else full ||= !sessions.has(row.id);
  }
  return { sessions, last: id, full };
};

/** What is left when some have ended; the very same where none of them was ticked. */
export const without = (before: Picked, isGone: (id: string) => boolean): Picked => {
  const left = [...before.sessions].filter(([id]) => !isGone(id));
  return left.length === before.sessions.size ? before : { ...before, sessions: new Map(left), full: false };
};

const rangeOf = (last: string | null, { id, range, rows }: Press): readonly AdminSession[] => {
  const to = rows.findIndex((row) => row.id === id);
  const from = range && last !== null ? rows.findIndex((row) => row.id === last) : to;
  if (to < 0) return [];
  if (from < 0) return rows.slice(to, to + 1);
  return from <= to ? rows.slice(from, to + 1) : rows.slice(to, from + 1).toReversed();
};
