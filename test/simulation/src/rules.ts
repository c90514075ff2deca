import type * as pure from '@curfew/follower/pure';

/** The machine under test: the real one, or a mutant of its compiled files. */
export type Machine = typeof pure;

/** Rules that live outside the follower (in SQL, in the ports, in the api's receipt), as the model obeys them. A mutant switches one off. */
export const RULES = {
  /** C9, C10: the renewal is committed before the page is read in a snapshot of its own. */
  renewFirst: true,
  /** The first page of a poll is read by the server that committed the renewal. */
  readWhereRenewed: true,
  /** C2: the spared session is stamped only if it is live in the generation that is being left. */
  spareCheck: true,
  /** C20: a miss is read from the primary. */
  readPrimary: true,
  /** C16: the feed reads the database in the request, never the api's memory. */
  feedReadsDatabase: true,
  /** C16: a request that waits is answered by a read that is sent after it arrived. */
  feedJoinsLater: true,
  /** C18: a consumer id is made for one start of one process. */
  idPerStart: true,
  /** C13: a renewal commits as synchronously as a revocation. */
  synchronousRenewal: true,
  /** C19: activity moves a deadline only while it has not passed. */
  activityGuard: true,
  /** C22: a lease of its own choosing is told at registration and never longer than LEASE. */
  leaseInRow: true,
  /** C12: nothing is confirmed until a new timeline is settled. */
  settle: true,
  /** C11: lapse is measured by the api's own monotonic clock. */
  ownClock: true,
  /** C7: the low-water mark is committed before the partition is dropped. */
  markBeforeDrop: true,
  /** A row's end and its event are one transaction. */
  eventWithChange: true,
  /** A new cluster raises the realm's generation. */
  restoreRaisesRealm: true,
  /** The transaction id decides what a page brings, not the number alone. */
  cursorByTransaction: true,
  /** Everything that the snapshot sees is brought, not only what lies before its oldest running transaction. */
  wholeSnapshot: true,
  /** Rows are read after the commit whose receipt they count for. */
  rowsAfterCommit: true,
};
export type Rules = typeof RULES;

/** Milliseconds of virtual time. Small numbers, so that much happens in a lease. */
export const LEASE = 1_000;
export const POLL_INTERVAL = 100;
export const POLL_TIMEOUT = 330;
export const IDLE_TIMEOUT = 2_500;
export const BATCH_TIME = 150;
