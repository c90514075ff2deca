import { IDLE_TIMEOUT, type Rules } from './rules.js';
import { readSnapshot, sees, written, type Answer, type Entry, type Event, type Found, type LoadRequest, type PollRequest, type Snapshot } from './types.js';

export type Row = {
  readonly id: string;
  readonly userId: string;
  readonly tokenHash: string;
  generation: number;
  realmGeneration: number;
  endedAt: number | null;
  expiresAt: number;
  /** Goes up with each change of what a copy may hold. */
  version: number;
  readonly absoluteAt: number;
};

export type ConsumerRow = {
  renewals: number;
  applied: string | null;
  leaseMs: number;
  allowsWhenStale: boolean;
  /** By the database's clock; only a mutant looks at it. */
  renewedAt: number;
};

/** Everything that a cluster stores. Plain data: a standby or a backup is a copy of it. */
export type Stored = {
  system: string;
  timeline: number;
  epoch: number;
  nextXid: number;
  nextNumber: number;
  log: Entry[];
  lowWater: number;
  sessions: Map<string, Row>;
  users: Map<string, number>;
  realm: number;
  consumers: Map<string, ConsumerRow>;
  /** The source of which the api says that no older lease can be left. */
  settled: string;
};

/** What a transaction does once it has its locks. Null: nothing to do, nothing written. */
export type Change = (database: Database) => Omit<Event, 'id' | 'position'> | null;

export type Committed = { readonly entry: Entry; readonly at: number };

/** A PostgreSQL, as far as the protocol can tell: transactions that commit out of order, snapshots, a log, consumers' rows. */
export class Database {
  readonly running = new Set<number>();
  /** Another one has been promoted: without its standby this one cannot commit, but it still answers. */
  deposed = false;
  readonly startedAt: number;

  constructor(
    readonly stored: Stored,
    readonly rules: Rules,
    readonly now: () => number,
  ) {
    this.startedAt = now();
  }

  get source(): string {
    return `${this.stored.system}/${this.stored.timeline}/${this.stored.epoch}`;
  }

  /** The transaction writes its first row: it has an id from here on. */
  begin(): { readonly xid: number; readonly number: number } {
    const xid = this.stored.nextXid++;
    this.running.add(xid);
    return { xid, number: this.stored.nextNumber++ };
  }

  rollBack(xid: number): void {
    this.running.delete(xid);
  }

  /** What it changes is decided under its locks, that is, now. */
  commit({ xid, number }: { readonly xid: number; readonly number: number }, change: Change): Committed | null {
    this.running.delete(xid);
    const before = this.unended();
    const happened = change(this);
    if (happened === null) return null;
    const after = new Set(this.unended());
    const ends = before.filter((id) => !after.has(id));
    const position = `${xid}-${number}`;
    const event: Event = { id: `${this.source}/${position}`, position, ...happened };
    const entry: Entry = { xid, number, event, ends };
    if (this.rules.eventWithChange || ends.length === 0 || number % 3 !== 0) this.stored.log.push(entry);
    return { entry, at: this.now() };
  }

  /** Sessions that are not ended: live, or past a deadline and not marked. */
  unended(): string[] {
    return [...this.stored.sessions.values()].filter((row) => this.isUnended(row)).map(({ id }) => id);
  }

  isUnended(row: Row): boolean {
    const { users, realm } = this.stored;
    return row.endedAt === null && row.generation === users.get(row.userId) && row.realmGeneration === realm;
  }

  snapshot(): Snapshot {
    const running = [...this.running].toSorted((a, b) => a - b);
    return { xmin: running[0] ?? this.stored.nextXid, xmax: this.stored.nextXid, running };
  }

  renew(id: string, told: Pick<ConsumerRow, 'applied' | 'leaseMs' | 'allowsWhenStale'>): void {
    const renewals = (this.stored.consumers.get(id)?.renewals ?? 0) + 1;
    this.stored.consumers.set(id, { ...told, renewals, renewedAt: this.now() });
  }

  page({ floor, page }: PollRequest, limit: number): Answer {
    const snapshot = this.snapshot();
    const seen = { horizon: `${this.stored.epoch}:${this.#horizon(snapshot)}`, snapshot: written(snapshot), source: this.source };
    if (floor === null) return { events: [], more: null, trimmed: false, ...seen };
    const from = Number(floor.split(':')[1]);
    const [afterXid = 0, afterNumber = 0] = (page ?? '').split('-').map(Number);
    const found = this.stored.log
      .filter(({ xid, number }) => (this.rules.cursorByTransaction ? xid >= from : number > from))
      .filter(({ xid }) => this.rules.wholeSnapshot || xid < snapshot.xmin)
      .filter(({ xid, number }) => xid > afterXid || (xid === afterXid && number > afterNumber))
      .toSorted((a, b) => a.xid - b.xid || a.number - b.number);
    const entries = found.slice(0, limit);
    const last = entries.at(-1);
    return {
      events: entries.map(({ event }) => event),
      more: found.length > limit && last !== undefined ? `${last.xid}-${last.number}` : null,
      trimmed: from < this.stored.lowWater,
      ...seen,
    };
  }

  /** A mutant remembers the highest number that it saw: it skips what commits late. */
  #horizon(snapshot: Snapshot): number {
    return this.rules.cursorByTransaction ? snapshot.xmin : Math.max(0, ...this.stored.log.map(({ number }) => number));
  }

  load({ tokenHashes, ids }: LoadRequest): Found {
    const now = this.now();
    const sessions = [...this.stored.sessions.values()]
      .filter((row) => (tokenHashes.includes(row.tokenHash) || ids.includes(row.id)) && this.isUnended(row))
      .map((row) => ({ ...row, expiresInMs: row.expiresAt - now, absoluteInMs: row.absoluteAt - now }));
    return { sessions, source: this.source, isOld: this.deposed };
  }

  /** Whether the event's transaction is visible in the snapshot that this consumer last applied. */
  hasApplied(consumer: ConsumerRow, xid: number): boolean {
    return consumer.applied !== null && sees(readSnapshot(consumer.applied), xid);
  }

  /** The partition with everything below `bound` is dropped; the mark is committed before that. */
  mark(bound: number): void {
    this.stored.lowWater = Math.max(this.stored.lowWater, bound);
  }

  drop(bound: number): void {
    this.stored.log = this.stored.log.filter(({ xid }) => xid >= bound);
  }

  copy(): Stored {
    return structuredClone(this.stored);
  }
}

/** Activity, as it is written in batches. */
export function writeActivity(database: Database, id: string, seenAt: number): void {
  const row = database.stored.sessions.get(id);
  if (row === undefined || row.endedAt !== null) return;
  if (database.rules.activityGuard && row.expiresAt <= database.now()) return;
  row.expiresAt = Math.max(row.expiresAt, Math.min(seenAt + IDLE_TIMEOUT, row.absoluteAt));
}

export const emptyStore = (): Stored => ({
  system: 'first',
  timeline: 1,
  epoch: 1,
  nextXid: 100,
  nextNumber: 1,
  log: [],
  lowWater: 0,
  sessions: new Map(),
  users: new Map(),
  realm: 1,
  consumers: new Map(),
  settled: 'first/1/1',
});
