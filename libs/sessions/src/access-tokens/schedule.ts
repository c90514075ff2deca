/** A key as time sees it: for how long it has been due to sign, in milliseconds; below zero, not yet. */
export interface Dated {
  readonly id: string;
  readonly signsSinceMs: number;
  /** Its private half can be read here. */
  readonly readable: boolean;
}

/** What is to be done about the keys. */
export interface Upkeep {
  /** Make one that signs in so many milliseconds; null: none is needed. */
  readonly makeInMs: number | null;
  /** No token that these signed is good any more. */
  readonly remove: readonly string[];
}

const hour = 3_600_000;
/** A key signs for 30 days. */
const lifetimeMs = 30 * 24 * hour;
/** It is published an hour before it signs: whoever keeps the key set for some minutes has it in time. */
const publishedAheadMs = hour;
/** A replaced key stays until its last token (5 minutes) is over, and as long again for clocks that differ. */
const publishedBehindMs = 600_000;

/** The key that signs now: the newest that is due. Undefined where there is none. */
export const signing = <K extends Dated>(keys: readonly K[]): K | undefined => newestFirst(keys.filter(({ readable, signsSinceMs }) => readable && signsSinceMs >= 0))[0];

/** Which key to make, and which to take away. Pure. */
export const upkeep = (keys: readonly Dated[]): Upkeep => {
  const [newest] = newestFirst(keys.filter(({ readable }) => readable));
  const replacedMs = (key: Dated): number => Math.max(...keys.filter((other) => other.signsSinceMs < key.signsSinceMs).map(({ signsSinceMs }) => signsSinceMs), -1);
  return { makeInMs: whenNeeded(newest), remove: keys.filter((key) => replacedMs(key) > publishedBehindMs).map(({ id }) => id) };
};

const whenNeeded = (newest: Dated | undefined): number | null => {
  if (newest === undefined) return 0;
  const leftMs = lifetimeMs - newest.signsSinceMs;
  return leftMs > publishedAheadMs ? null : Math.max(leftMs, publishedAheadMs);
};

const newestFirst = <K extends Dated>(keys: readonly K[]): readonly K[] => keys.toSorted((a, b) => a.signsSinceMs - b.signsSinceMs || (a.id < b.id ? 1 : -1));
