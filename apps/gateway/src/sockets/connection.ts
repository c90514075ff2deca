import type { Event } from '@curfew/contracts';

import type { WireSocket } from './wire.js';

/** Whose a socket is. */
export interface Holder {
  readonly sessionId: string;
  readonly userId: string;
  readonly role: 'user' | 'admin';
}

/** The last thing that a socket is told. */
export type LastWord =
  | { readonly name: 'session-revoked' | 'session-expired'; readonly event: Event }
  | { readonly name: 'going-away'; readonly retryAfterMs: number };

/**
 * A socket from its handshake to its end: `pending` until its session is known and socket.io has connected it, then `open`, then `leaving`.
 * Nothing passes in either direction unless it is open; a leaving one never opens again.
 */
export interface Connection {
  readonly id: string;
  readonly socket: WireSocket;
  readonly holder: Holder | undefined;
  readonly stage: 'pending' | 'open' | 'leaving';
}
