import type { Event } from '@curfew/contracts';

import type { GatewayMetrics } from '../gateway-metrics.js';
import type { Connection, LastWord } from '../sockets/connection.js';
import type { SocketIndex } from '../sockets/socket-index.js';
import type { WireSocket } from '../sockets/wire.js';
import type { Turns } from '../turns/turns.js';
import { goingAway, wordOf, wordOfUnknown } from './last-word.js';
import { TransportEnds } from './transport-ends.js';

/** These sockets' session ended: by this event, or (null) it was found ended by reading it. */
export interface Cut {
  readonly sessionId: string;
  readonly sockets: readonly string[];
  readonly event: Event | null;
}

export interface CloserParts {
  readonly index: SocketIndex;
  readonly metrics: GatewayMetrics;
  /** Where farewells wait for their turn. */
  readonly turns: Turns;
  /** Reads why a session ended. */
  readonly whyEnded: (sessionId: string) => Promise<LastWord>;
}

/**
 * Closes sockets. All of a call are marked first; then each is told why and closed: at once while they are few, else so many a turn that no other work waits long.
 * A transport that is not gone a second later is destroyed.
 */
export class Closer {
  private readonly ends = new TransportEnds();

  constructor(private readonly parts: CloserParts) {}

  /** The session of these sockets ended. */
  cut({ sessionId, sockets, event }: Cut): void {
    const marked = this.mark(sockets);
    if (event === null) return void this.readWhy(sessionId, marked);
    this.part(marked, 'session-ended', ({ holder }) => wordOf(event, sessionId, holder?.userId ?? event.userId));
  }

  /** These sockets have to go though their sessions have not ended: they are asked to come back. */
  dismiss(sockets: readonly string[]): void {
    this.part(this.mark(sockets), 'going-away', () => goingAway(Math.random()));
  }

  /** The process stops: all of these are told before the first is closed, as there may not be time for both. */
  drain(sockets: readonly string[]): void {
    this.parts.turns.hurry();
    const marked = this.mark(sockets);
    this.parts.turns.each(marked, ({ socket }) => tell(socket, goingAway(Math.random())));
    this.part(marked, 'going-away', () => undefined);
  }

  /** This socket broke the protocol: closed without a word. */
  expel(id: string, cause: 'unknown-event' | 'flood' | 'malformed' | 'too-slow' | 'overtaken'): void {
    this.part(this.mark([id]), cause, () => undefined);
  }

  /** Resolves when all that were marked are closed. */
  async settled(): Promise<void> {
    await this.parts.turns.settled();
    await this.ends.settled();
  }

  /** There is no more time: what is still open is cut off. */
  abandon(): void {
    this.parts.turns.clear();
    this.ends.destroy();
    for (const { socket } of this.parts.index.everyone()) socket.request.socket.destroy();
  }

  private mark(ids: readonly string[]): readonly Connection[] {
    return ids.map((id) => this.parts.index.leave(id)).filter((connection) => connection !== undefined);
  }

  private part(marked: readonly Connection[], cause: string, word: (connection: Connection) => LastWord | undefined): void {
    const since = performance.now();
    const took = (): void => this.parts.metrics.closingTook(performance.now() - since);
    // In its handshake a socket can be told nothing yet: a turn later it is connected, or never will be.
    const when = marked.every(({ socket }) => socket.connected) ? 'soon' : 'each';
    this.parts.turns[when](marked, (connection) => {
      const { socket } = connection;
      this.parts.metrics.closed(cause);
      this.ends.await(socket.request.socket, took);
      farewell(socket, word(connection));
    });
  }

  private async readWhy(sessionId: string, marked: readonly Connection[]): Promise<void> {
    if (marked.length === 0) return;
    const word = await this.parts.whyEnded(sessionId).catch(() => wordOfUnknown(sessionId, marked[0]?.holder?.userId ?? null));
    this.part(marked, 'session-ended', () => word);
  }
}

const farewell = (socket: WireSocket, word: LastWord | undefined): void => {
  if (!socket.connected) return void socket.conn.close();
  tell(socket, word);
  socket.disconnect(true);
};

const tell = (socket: WireSocket, word: LastWord | undefined): void => {
  if (!socket.connected || word === undefined) return;
  if (word.name === 'going-away') socket.emit('going-away', { retryAfterMs: word.retryAfterMs });
  else socket.emit(word.name, word.event);
};
