import type { Connection, Holder } from './connection.js';
import type { WireSocket } from './wire.js';

/**
 * Every socket of this process from the first moment of its handshake, and the open ones by user and session.
 * It only finds sockets: whether one may pass is the follower's to say.
 */
export class SocketIndex {
  private readonly all = new Map<string, Entry>();
  private readonly byUser = new Map<string, Entry | Set<Entry>>();
  private readonly bySession = new Map<string, Entry | Set<Entry>>();
  private openCount = 0;

  /** `changed` hears of each session whose number of open sockets changed. */
  constructor(private readonly changed: (sessionId: string) => void) {}

  /** Sockets that are open. */
  get size(): number {
    return this.openCount;
  }

  find(id: string): Connection | undefined {
    return this.all.get(id);
  }

  /** Keeps a socket from before its session is read, so that a revocation finds it. */
  pend(socket: WireSocket): Connection {
    const entry: Entry = { id: socket.id, socket, holder: undefined, stage: 'pending' };
    this.all.set(entry.id, entry);
    return entry;
  }

  /** From now on its user's events find it. Only a pending socket opens; answers whether it did. */
  open(id: string, holder: Holder): boolean {
    const entry = this.all.get(id);
    if (entry?.stage !== 'pending') return false;
    Object.assign(entry, { holder, stage: 'open' } satisfies Partial<Entry>);
    add(this.byUser, holder.userId, entry);
    add(this.bySession, holder.sessionId, entry);
    this.openCount += 1;
    this.changed(holder.sessionId);
    return true;
  }

  /**
   * Marks a socket: from this moment nothing passes on it. Undefined when it is gone or was marked before. It does no more than that, as
   * thousands may have to be marked in one turn: the socket stays listed until its transport is gone.
   */
  leave(id: string): Connection | undefined {
    const entry = this.all.get(id);
    if (entry === undefined || entry.stage === 'leaving') return undefined;
    if (entry.stage === 'open') this.openCount -= 1;
    entry.stage = 'leaving';
    return entry;
  }

  /** The transport is gone. */
  remove(id: string): void {
    const entry = this.all.get(id);
    if (entry === undefined) return;
    this.leave(id);
    this.all.delete(id);
    if (entry.holder === undefined) return;
    drop(this.byUser, entry.holder.userId, entry);
    drop(this.bySession, entry.holder.sessionId, entry);
    this.changed(entry.holder.sessionId);
  }

  /** Of this user, those among them that are leaving too. */
  ofUser(userId: string): Iterable<Connection> {
    return entriesOf(this.byUser, userId);
  }

  hasUser(userId: string): boolean {
    return this.byUser.has(userId);
  }

  /** How many sockets of a session are open here. */
  countOf(sessionId: string): number {
    let count = 0;
    for (const { stage } of entriesOf(this.bySession, sessionId)) if (stage === 'open') count += 1;
    return count;
  }

  /** Every socket, whatever its stage. */
  everyone(): Iterable<Connection> {
    return this.all.values();
  }
}

type Index = Map<string, Entry | Set<Entry>>;
type Entry = { -readonly [key in keyof Connection]: Connection[key] };

// Most have one: a set of its own for each would weigh more than what is in it.
const entriesOf = (map: Index, key: string): Iterable<Entry> => {
  const held = map.get(key);
  if (held === undefined) return [];
  return held instanceof Set ? held : [held];
};

const add = (map: Index, key: string, entry: Entry): void => {
  const held = map.get(key);
  if (held === undefined) map.set(key, entry);
  else if (held instanceof Set) held.add(entry);
  else map.set(key, new Set([held, entry]));
};

const drop = (map: Index, key: string, entry: Entry): void => {
  const held = map.get(key);
  if (held instanceof Set) held.delete(entry);
  if (held === entry || (held instanceof Set && held.size === 0)) map.delete(key);
};
