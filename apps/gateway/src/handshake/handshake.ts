import type { Admission, LiveHolder } from './admission.js';
import type { GatewayMetrics } from '../gateway-metrics.js';
import type { Closer } from '../closing/closer.js';
import type { SocketIndex } from '../sockets/socket-index.js';
import type { Link, WireSocket } from '../sockets/wire.js';
import { tokenOf, type CookieUse } from './credentials.js';
import type { Door } from './door.js';
import { HandshakeRefused } from './refusal.js';

export interface HandshakeParts {
  readonly index: SocketIndex;
  readonly door: Door;
  readonly closer: Closer;
  readonly cookie: CookieUse;
  readonly metrics: GatewayMetrics;
  readonly follower: FollowedSockets;
}

/** What a handshake asks of the follower. */
export interface FollowedSockets {
  /** From here on the socket is pending. It is in the follower's index in the turn in which this resolves to `live`. */
  connect(socketId: string, token: string): Promise<Admission>;
  disconnected(socketId: string): void;
  passes(socketId: string): boolean;
}

/** Authenticates sockets. Each stands in the list of pending ones before its session is read, and is judged once more when it opens. */
export class Handshake {
  private readonly holders = new WeakMap<WireSocket, LiveHolder>();
  /** The one socket that each link may try to open. */
  private readonly tried = new WeakMap<Link, WireSocket>();

  constructor(private readonly parts: HandshakeParts) {}

  /** socket.io's middleware. */
  async begin(socket: WireSocket, next: (refusal?: HandshakeRefused) => void): Promise<void> {
    const refuse = (code: 'unauthenticated' | 'unavailable'): void => {
      this.parts.metrics.refused(code);
      this.forget(socket);
      endSoon(socket.conn);
      next(new HandshakeRefused(code));
    };
    const token = this.tried.has(socket.conn) ? undefined : this.tokenOf(socket);
    if (!this.tried.has(socket.conn)) this.tried.set(socket.conn, socket);
    if (token === undefined) return refuse('unauthenticated');

    this.parts.index.pend(socket);
    const admission = await this.parts.follower.connect(socket.id, token);
    const known = this.parts.index.find(socket.id);
    if (known?.stage !== 'pending' || admission.kind === 'unknown') return refuse('unauthenticated');
    if (admission.kind === 'stale' || !this.parts.follower.passes(socket.id)) return refuse('unavailable');
    this.holders.set(socket, admission.session);
    next();
  }

  /**
   * socket.io's `connection`, a tick after `begin` let the socket pass: what ended meanwhile is closed, the rest opens.
   * One that a revocation has marked in between is the closer's, who tells it why.
   */
  complete(socket: WireSocket): void {
    const session = this.holders.get(socket);
    this.holders.delete(socket);
    const known = this.parts.index.find(socket.id);
    if (known?.stage === 'leaving') return this.parts.metrics.caughtPending();
    if (known === undefined || session === undefined) return void socket.disconnect(true);
    if (!this.parts.follower.passes(socket.id)) return this.parts.closer.dismiss([socket.id]);
    this.parts.door.admit(socket.conn);
    this.parts.metrics.opened();
    forgetRequest(socket);
    this.parts.index.open(socket.id, { sessionId: session.id, userId: session.userId, role: session.role });
  }

  /** The link is closed: so is its socket. */
  closed(link: Link): void {
    const socket = this.tried.get(link);
    if (socket !== undefined) this.forget(socket);
  }

  private tokenOf({ handshake }: WireSocket): string | undefined {
    return tokenOf({ auth: handshake.auth, cookie: handshake.headers.cookie, origin: handshake.headers.origin }, this.parts.cookie);
  }

  private forget(socket: WireSocket): void {
    this.parts.follower.disconnected(socket.id);
    this.parts.index.remove(socket.id);
  }
}

// A client that was refused closes by itself; one that does not has no other try on this link.
const endSoon = (link: Link): void => void setTimeout(() => link.close(true), 1000).unref();

// A socket may stand for weeks: neither the token that it came with is kept so long, nor the headers, which weigh more than all else that is known of it.
const forgetRequest = ({ handshake, request }: WireSocket): void => {
  Object.assign(handshake, { auth: NOTHING, headers: NOTHING, query: NOTHING, time: '', url: '' });
  Object.assign(request, { headers: NOTHING, rawHeaders: [], url: '', _query: NOTHING });
};

const NOTHING = Object.freeze({});
