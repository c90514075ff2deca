import type { Event, Presence } from '@curfew/contracts';

import { seenBy } from '../closing/last-word.js';
import type { Closer } from '../closing/closer.js';
import type { Connection } from '../sockets/connection.js';
import type { SocketIndex } from '../sockets/socket-index.js';
import type { Backlog } from './backlog.js';
import type { Turns } from '../turns/turns.js';
import { Resync } from './resync.js';

export interface DeliveryParts {
  readonly index: SocketIndex;
  readonly closer: Closer;
  readonly backlog: Backlog;
  /** Where tellings wait that are too many for one turn. */
  readonly turns: Turns;
  /** The follower's: whether a packet may pass on this socket now. */
  readonly passes: (socketId: string) => boolean;
}

/** Brings what is to be told to those open sockets whom it concerns; asks for each, at the moment of sending, whether it may pass. */
export class Delivery {
  private readonly resync: Resync;

  constructor(private readonly parts: DeliveryParts) {
    this.resync = new Resync((connection) => this.mayPass(connection));
  }

  /** An event goes to its user's sockets, and to no one else's; only the end of everyone's sessions concerns all. */
  event(event: Event): void {
    this.each(this.concerned(event), (connection) => connection.socket.emit(event.type, seenBy(event, connection.holder?.sessionId ?? '')));
  }

  presence(userId: string, news: readonly Presence[]): void {
    this.each(this.parts.index.ofUser(userId), (connection) => connection.socket.emit('presence', news));
  }

  /** Events may have been missed by this process: every socket is told so. */
  missed(): void {
    for (const connection of this.parts.index.everyone()) this.resync.owe(connection);
  }

  private concerned(event: Event): Iterable<Connection> {
    if (event.userId !== null) return this.parts.index.ofUser(event.userId);
    return event.type === 'sessions-revoked' ? this.parts.index.everyone() : [];
  }

  // Once some wait, all do: nobody is told out of order.
  private each(connections: Iterable<Connection>, emit: (connection: Connection) => void): void {
    this.parts.turns.soon([...connections], (connection) => this.send(connection, emit));
  }

  private send(connection: Connection, emit: (connection: Connection) => void): void {
    if (connection.stage !== 'open') return;
    if (!this.mayPass(connection)) return this.resync.owe(connection);
    // A client that does not read would have us keep everything for it.
    if (this.parts.backlog.add(connection.socket.conn) > MOST_WAITING) return this.parts.closer.expel(connection.id, 'too-slow');
    emit(connection);
  }

  private mayPass({ id, stage }: Connection): boolean {
    return stage === 'open' && this.parts.passes(id);
  }
}

// Packets that the transport has not taken; each is a few kilobytes at most.
const MOST_WAITING = 256;
