import type { Event, RevocationProgress, ServerMessages, WatchFilter } from '@curfew/contracts';

import type { Backlog } from '../delivery/backlog.js';
import type { Connection, Holder } from '../sockets/connection.js';

export interface WatcherParts {
  readonly backlog: Backlog;
  /** The follower's: whether a packet may pass on this socket now. */
  readonly passes: (socketId: string) => boolean;
}

/**
 * One socket that watches. Its events are gathered and told at most ten times a second, and as fast as its client reads; what does not fit into
 * the buffer meanwhile is dropped, and the client is told once that it fell behind.
 */
export class Watcher {
  private events: Event[] = [];
  private behind = false;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: Connection,
    readonly filter: WatchFilter,
    private readonly parts: WatcherParts,
  ) {}

  get holder(): Holder | undefined {
    return this.connection.holder;
  }

  add(event: Event): void {
    if (this.behind) return;
    if (this.events.length < MOST) this.events.push(event);
    else {
      this.behind = true;
      this.events = [];
    }
    this.timer ??= setTimeout(() => this.flush(), PAUSE_MS).unref();
  }

  /** Told at once or not at all: the next one says more. */
  tell(progress: RevocationProgress): void {
    if (this.takesMore()) this.emit('revocation-progress', progress);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.events = [];
  }

  private flush(): void {
    this.timer = undefined;
    if (this.stopped || this.connection.stage !== 'open') return;
    if (!this.takesMore()) return void (this.timer = setTimeout(() => this.flush(), PAUSE_MS).unref());
    const { events, behind } = this;
    this.events = [];
    this.behind = false;
    if (behind) this.emit('resync');
    else if (events.length > 0) this.emit('session-events', events);
  }

  private takesMore(): boolean {
    const { id, stage, socket } = this.connection;
    return stage === 'open' && this.parts.passes(id) && this.parts.backlog.waitingFor(socket.conn) < FEW;
  }

  private emit<Name extends 'session-events' | 'revocation-progress' | 'resync'>(name: Name, ...args: Parameters<ServerMessages[Name]>): void {
    const { socket } = this.connection;
    this.parts.backlog.add(socket.conn);
    socket.emit(name, ...args);
  }
}

// A little over the tenth of a second, as clocks are not exact.
const PAUSE_MS = 105;
const MOST = 1_000;
// Packets that the transport has not taken yet.
const FEW = 4;
