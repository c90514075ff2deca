import type { Event, Presence } from './event.js';
import type { RevocationProgress } from './revocation.js';

/** Why a handshake was refused: `data` of socket.io's `connect_error`. */
export interface Refusal {
  readonly status: 401 | 503;
  readonly code: 'unauthenticated' | 'unavailable';
}

/** What the gateway says to a client. `resync`: something was missed; fetch again by REST. */
export type ServerMessages = { readonly [type in Event['type']]: (event: Event) => void } & {
  readonly presence: (news: readonly Presence[]) => void;
  readonly 'going-away': (notice: { readonly retryAfterMs: number }) => void;
  readonly resync: () => void;
  /** To administrators who watch. */
  readonly 'session-events': (events: readonly Event[]) => void;
  readonly 'revocation-progress': (progress: RevocationProgress) => void;
};

/** What `watch` and `unwatch` are acknowledged with. */
export type WatchAnswer = { readonly watching: boolean } | { readonly error: { readonly status: 400 | 403 | 503; readonly code: 'invalid-request' | 'forbidden' | 'unavailable' } };

/** The largest message that a client may send, in bytes. */
export const maxMessageBytes = 16 * 1024;
