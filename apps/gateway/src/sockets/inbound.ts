import type { GatewayMetrics } from '../gateway-metrics.js';
import type { Closer } from '../closing/closer.js';
import { TokenBucket, type Rate } from '../handshake/token-bucket.js';
import type { Connection } from './connection.js';
import type { SocketIndex } from './socket-index.js';
import type { Link, WireSocket } from './wire.js';

/** What a client may ask of its socket. It is called only while the socket passes; it checks what it is given. */
export type Command = (connection: Connection, args: readonly unknown[]) => void;

export interface InboundParts {
  readonly index: SocketIndex;
  readonly closer: Closer;
  readonly passes: (socketId: string) => boolean;
  readonly commands: ReadonlyMap<string, Command>;
  /** The socket left: what it asked for is over. */
  readonly gone: (socketId: string) => void;
  readonly metrics: GatewayMetrics;
}

/** What clients send: the commands that are known. Anything else, and too much of anything, closes the socket. */
export class Inbound {
  private readonly listeners: Listeners;

  constructor(private readonly parts: InboundParts) {
    this.listeners = listeners({ take: (socketId, name, args) => this.take(socketId, name, args), gone: parts.gone });
  }

  /** Watches a link from its first packet. */
  watchLink(link: Link): void {
    const bucket = new TokenBucket(RATE, performance.now());
    link.on('packet', ({ type, data }: Packet) => {
      if (!bucket.take(performance.now())) this.abandon(link, 'flood');
      else if (type === 'message' && !isSpoken(data)) this.abandon(link, 'malformed');
    });
  }

  /** The link is closed, by whomever: a client that does not answer the closing handshake would keep the transport for half a minute. */
  closed(link: Link): void {
    endSoon(link.request.socket);
  }

  /** Takes the events of a socket that has just been connected. */
  watchSocket(socket: WireSocket): void {
    socket.onAny(this.listeners.any);
    // socket.io emits it for packets that it cannot read, and closes; nobody listening would be an exception.
    socket.on('error', ignore);
    socket.on('disconnect', this.listeners.disconnect);
  }

  private take(socketId: string, name: string, args: readonly unknown[]): void {
    const connection = this.parts.index.find(socketId);
    if (connection?.stage !== 'open' || !this.parts.passes(socketId)) return;
    const command = this.parts.commands.get(name);
    if (command === undefined) return this.parts.closer.expel(socketId, 'unknown-event');
    command(connection, args);
  }

  private abandon(link: Link, cause: 'flood' | 'malformed'): void {
    this.parts.metrics.closed(cause);
    link.close(true);
  }
}

/** Called as listeners of the socket: the same for all, as there are very many. */
interface Listeners {
  readonly any: (this: WireSocket, name: string, ...args: readonly unknown[]) => void;
  readonly disconnect: (this: WireSocket) => void;
}

interface Listening {
  readonly take: (socketId: string, name: string, args: readonly unknown[]) => void;
  readonly gone: (socketId: string) => void;
}

const listeners = ({ take, gone }: Listening): Listeners => ({
  any(name, ...args) {
    take(this.id, name, args);
  },
  disconnect() {
    gone(this.id);
    // Leaving the namespace keeps the link: it would idle here for ever.
    this.conn.close();
  },
});

const ignore = (): void => undefined;
const RATE: Rate = { perSecond: 50, burst: 100 };

interface Packet {
  readonly type: string;
  readonly data?: unknown;
}

const endSoon = (transport: Link['request']['socket']): void => {
  if (!transport.destroyed) setTimeout(() => transport.destroy(), 1000).unref();
};

// Of socket.io's packets a client here needs CONNECT, DISCONNECT and EVENT: it is never asked for an acknowledgement, and sends no binaries.
const isSpoken = (data: unknown): boolean => typeof data === 'string' && /^[012]/u.test(data);
