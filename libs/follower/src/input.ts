import type { Copy } from './copies.js';
import type { Admission, FollowedEvent, Known, Via } from './known.js';

/** Where a poll reads from. The strings are the port's own: opaque here. */
export type PollRequest = {
  /** Snapshot of the last poll that was wholly applied, for the consumer's row; null before the first. */
  readonly applied: string | null;
  /** Null: from now on, no events, but a horizon. */
  readonly floor: string | null;
  /** Null for the first page, then the `more` of the one before. */
  readonly page: string | null;
};

/** One page, read in one snapshot after the consumer's row was renewed and that was committed. */
export type PollAnswer<E> = {
  readonly events: readonly E[];
  readonly horizon: string;
  readonly snapshot: string;
  readonly more: string | null;
  /** The floor lies below the low-water mark of trimming: events may be missing. */
  readonly trimmed: boolean;
  /** System identifier, timeline and epoch: another one means another history. */
  readonly source: string;
};

export type LoadRequest = { readonly tokenHashes: readonly string[]; readonly ids: readonly string[] };

/** What was read, and of which history: that of the log's pages, or it is no answer (a primary that was replaced lives on). Null: of more than one. */
export type LoadAnswer<S> = { readonly sessions: readonly S[]; readonly source: string | null };

/** Who asks whether a session is live; a socket is pending from here until it is answered. */
export type Ask = { readonly asker: number; readonly tokenHash: string; readonly socketId: string | null };

/** What happens to it. A poll's answer and what was read are null when they failed. */
export type Input<S, E extends FollowedEvent> =
  | { readonly kind: 'tick' }
  | { readonly kind: 'poll' }
  | { readonly kind: 'polled'; readonly number: number; readonly answer: PollAnswer<E> | null }
  | { readonly kind: 'heard'; readonly event: E; readonly via: Exclude<Via, 'log'> }
  | ({ readonly kind: 'ask' } & Ask)
  | { readonly kind: 'gather' }
  | { readonly kind: 'loaded'; readonly read: number; readonly answer: LoadAnswer<S> | null }
  | { readonly kind: 'disconnected'; readonly socketId: string }
  | { readonly kind: 'used'; readonly sessionId: string; readonly idleTimeoutMs: number }
  | { readonly kind: 'forget'; readonly sessionId: string };

/** What the driver carries out, at once and in this order. */
export type Effect<S extends Known, E extends FollowedEvent> =
  | { readonly kind: 'poll'; readonly number: number; readonly request: PollRequest }
  | { readonly kind: 'load'; readonly read: number; readonly request: LoadRequest }
  | { readonly kind: 'answer'; readonly asker: number; readonly admission: Admission<S> }
  | ({ readonly kind: 'cut' } & Ended<S, E>)
  | { readonly kind: 'tell'; readonly event: E; readonly via: Via }
  | ({ readonly kind: 'acknowledge' } & Acknowledgement)
  | { readonly kind: 'suspend' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'dismiss'; readonly sockets: readonly string[] }
  | { readonly kind: 'lapse'; readonly sessionId: string }
  | { readonly kind: 'reset' };

/** What one event ended: nothing passes on their sockets any more, which are to be closed at leisure, and stay in the index until they are gone. */
export type Ended<S extends Known, E> = { readonly copies: readonly Copy<S>[]; readonly event: E | null };

/** These sockets pass nothing any more: say why and close them. Event null: reading again found the session ended. */
export type Cut<E> = { readonly sessionId: string; readonly sockets: readonly string[]; readonly event: E | null };

/** The event is wholly carried out here: always the last effect of its event. */
export type Acknowledgement = { readonly eventId: string; readonly socketsClosed: number };
