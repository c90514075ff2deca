import { watchRequest, type Event, type RevocationProgress, type WatchAnswer } from '@curfew/contracts';

import type { Connection } from '../sockets/connection.js';
import type { Command } from '../sockets/inbound.js';
import { isSeen, type Sight } from './sight.js';
import { Watcher, type WatcherParts } from './watcher.js';

export interface WatchersParts extends WatcherParts {
  /** Reads from the primary whether a user is an administrator now. */
  readonly isAdministrator: (userId: string) => Promise<boolean>;
  readonly sight: () => Sight;
}

/** The sockets of administrators who watch everyone's sessions. Whoever stops being one stops watching in the turn in which that is heard. */
export class Watchers {
  private readonly watchers = new Map<string, Watcher>();
  /** By user: how often their role, or whether they may sign in, has changed while someone's role is being read. */
  private readonly turns = new Map<string, number>();
  private reading = 0;

  constructor(private readonly parts: WatchersParts) {}

  /** Whether anybody watches here. */
  get any(): boolean {
    return this.watchers.size > 0;
  }

  /** What a client may ask for. */
  get commands(): ReadonlyMap<string, Command> {
    return new Map<string, Command>([
      ['watch', (connection, args) => void this.watch(connection, args)],
      ['unwatch', (connection, args) => this.unwatch(connection, args)],
    ]);
  }

  /** An event was heard: those who watch what it tells of are told, gathered. */
  event(event: Event): void {
    if (event.userId !== null && RIGHTS.has(event.type)) this.rightsChanged(event.userId);
    if (!this.any) return;
    const sight = this.parts.sight();
    for (const watcher of this.watchers.values()) if (isSeen(event, watcher.filter, sight)) watcher.add(event);
  }

  /** How far a bulk revocation is: to all who watch. */
  progress(progress: RevocationProgress): void {
    for (const watcher of this.watchers.values()) watcher.tell(progress);
  }

  /** The socket is gone. */
  forget(socketId: string): void {
    this.watchers.get(socketId)?.stop();
    this.watchers.delete(socketId);
  }

  private async watch(connection: Connection, args: readonly unknown[]): Promise<void> {
    const ack = ackOf(args);
    const request = watchRequest.safeParse(args[0] === undefined || typeof args[0] === 'function' ? {} : args[0]);
    if (!request.success) return ack({ error: { status: 400, code: 'invalid-request' } });
    const mayWatch = await this.mayWatch(connection).catch(() => undefined);
    if (connection.stage !== 'open') return;
    if (mayWatch === undefined) return ack({ error: { status: 503, code: 'unavailable' } });
    if (!mayWatch) {
      this.forget(connection.id);
      return ack({ error: { status: 403, code: 'forbidden' } });
    }
    this.forget(connection.id);
    this.watchers.set(connection.id, new Watcher(connection, request.data.filter ?? {}, this.parts));
    ack({ watching: true });
  }

  private unwatch({ id }: Connection, args: readonly unknown[]): void {
    this.forget(id);
    ackOf(args)({ watching: false });
  }

  // The answer may be older than what was heard while it was on its way: then it is read again.
  private async mayWatch({ holder }: Connection): Promise<boolean> {
    if (holder === undefined) return false;
    this.reading += 1;
    try {
      for (;;) {
        const before = this.turns.get(holder.userId) ?? 0;
        const is = await this.parts.isAdministrator(holder.userId);
        if ((this.turns.get(holder.userId) ?? 0) === before) return is;
      }
    } finally {
      this.reading -= 1;
      if (this.reading === 0) this.turns.clear();
    }
  }

  private rightsChanged(userId: string): void {
    if (this.reading > 0) this.turns.set(userId, (this.turns.get(userId) ?? 0) + 1);
    for (const [socketId, { holder }] of this.watchers) if (holder?.userId === userId) this.forget(socketId);
  }
}

const RIGHTS: ReadonlySet<Event['type']> = new Set(['role-changed', 'user-disabled']);

const ackOf = (args: readonly unknown[]): ((answer: WatchAnswer) => void) => {
  const last = args.at(-1);
  return typeof last === 'function' ? (answer) => void Reflect.apply(last, undefined, [answer]) : () => undefined;
};
