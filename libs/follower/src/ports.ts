import type { Acknowledgement, Cut, LoadAnswer, LoadRequest, PollAnswer, PollRequest } from './input.js';
import type { Instant } from './instant.js';
import type { FollowedEvent, Known, Via } from './known.js';

/** The outside, as a follower sees it. A rejected promise is reported to `carryOut.failed`; it never admits anyone. */
export type Ports<S extends Known, E extends FollowedEvent> = {
  /**
   * One page of the log. Renews the consumer's row (renewals + 1, `applied` as given, null included: after a reset the old one is of another history) and commits that, and only then reads, in a snapshot of
   * its own, from the primary. Rejects when the server is in recovery, or is not the one that renewed.
   */
  poll(request: PollRequest): Promise<PollAnswer<E>>;
  /**
   * Subscribes to the doorbell; resolves when that is acknowledged. Calls `heard` for messages whose HMAC and schema are verified,
   * and `listening` after each acknowledged subscription, the first and every later one.
   */
  listen(ear: Ear<E>): Promise<() => Promise<void>>;
  /**
   * Reads sessions from the primary, in any order: those not marked ended and stamped with the present generations. One whose deadline
   * has passed unmarked is among them, with `expiresInMs` not above zero. At most 5,000 are asked for at once. Says, of the same moment, which
   * server answered.
   */
  load(request: LoadRequest): Promise<LoadAnswer<S>>;
  readonly carryOut: CarryOut<E>;
  /** Both clocks: `performance.now()` and `Date.now()`. */
  now(): Instant;
};

export type Ear<E> = { heard(event: E): void; listening(): void };

/** What a process does about it. Called synchronously, in order, within the turn in which it was decided; what takes long is only begun. */
export type CarryOut<E> = {
  /**
   * Nothing passes on these sockets any more: say why, close them, and say `disconnected` of each that is gone. Event null: found ended by reading, for a
   * reason that only the row knows. In the turn of the event while the sessions that it ended are few, else in later ones.
   */
  cut(cut: Cut<E>): void;
  /** Each event once per process, in the order heard, before its acknowledgement, when nothing passes any more on what it ended. For the users' own sockets. */
  tell(event: E, via: Via): void;
  /** The last of an ending event, once per event: publish it on the acknowledgements' channel. */
  acknowledge(acknowledgement: Acknowledgement): void;
  /** The lease is lost: nothing passes. Found again: `resume`, also once when the first poll is in. */
  suspend(): void;
  resume(): void;
  /** The lease has been gone for another LEASE: `going-away` and close. */
  dismiss(sockets: readonly string[]): void;
  /** This session is past its deadline: mark it expired through the one door, if it still is. May come again until it is. */
  lapse(sessionId: string): void;
  /** Events may have been missed: what was shown to users must be fetched again. */
  reset(): void;
  /** Something failed; counted already, so only log it. */
  failed(error: unknown, what: Failing): void;
};

export type Failing = 'poll' | 'listen' | 'load' | 'carry-out';
