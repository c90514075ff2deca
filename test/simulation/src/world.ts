import { Agenda } from './agenda.js';
import { open, revokeEveryone } from './changes.js';
import { Clock } from './clock.js';
import { Database, emptyStore, type Change, type Committed, type Stored } from './database.js';
import { Node, type Surroundings } from './node.js';
import { Oracle } from './oracle.js';
import { IDLE_TIMEOUT, LEASE, type Machine, type Rules } from './rules.js';
import type { Entry } from './types.js';

type Kind = Node['told']['kind'];
export type NodeOptions = { readonly rate?: number; readonly leaseMs?: number; readonly allowsWhenStale?: boolean; readonly capacity?: number };

/** The parts: a database, consumers with the real machine, and the oracle that knows what is true. */
export class World {
  readonly agenda = new Agenda();
  readonly oracle = new Oracle();
  readonly nodes: Node[] = [];
  readonly answers = { live: 0, unknown: 0, stale: 0 };
  primary: Database;
  /** How far somebody has set the database's clock. */
  databaseClock = 0;
  /** Starts of processes. */
  starts = 0;
  steps = 0;
  cuts = 0;
  /** Lost by an asynchronous failover. */
  readonly lost = new Set<string>();
  readonly #entries = new Map<string, Entry>();
  readonly #sessions: string[] = [];
  readonly #absoluteAt = new Map<string, number>();

  constructor(
    readonly machine: Machine,
    readonly rules: Rules,
    readonly surroundings: Surroundings,
  ) {
    this.primary = this.#database(emptyStore());
  }

  get now(): number {
    return this.agenda.now;
  }

  get sessions(): readonly string[] {
    return this.#sessions;
  }

  addNode(name: string, kind: Kind, { rate = 1, leaseMs = LEASE, allowsWhenStale = false, capacity = 1_000 }: NodeOptions = {}): Node {
    const node = new Node(this, { name, kind, leaseMs, allowsWhenStale, capacity }, new Clock(rate, 1_000 * this.nodes.length));
    this.nodes.push(node);
    return node;
  }

  /** Commits on this database; what it ended is true from here on. */
  commit(transaction: ReturnType<Database['begin']>, change: Change, database = this.primary): Committed | null {
    const committed = database.commit(transaction, change);
    if (committed === null) return null;
    this.#entries.set(committed.entry.event.id, committed.entry);
    this.oracle.committed(committed, database.source);
    this.oracle.checkAtomic(database);
    return committed;
  }

  /** A transaction of one moment. */
  change(change: Change): Committed | null {
    return this.commit(this.primary.begin(), change);
  }

  open(userId: string): string {
    const id = `s${this.#sessions.length + 1}`;
    this.#sessions.push(id);
    this.change(open(id, userId));
    this.#absoluteAt.set(id, this.now + 3 * IDLE_TIMEOUT);
    this.#noteActivity(id);
    return id;
  }

  /** An authenticated request: a consumer moves the deadline that it holds; the database learns of it by a batch. */
  activity(node: Node, id: string): void {
    this.#noteActivity(id);
    const { incarnation } = node;
    this.agenda.after(0, () => node.reach(() => node.used(id), incarnation));
  }

  endsOf(eventId: string): readonly string[] {
    const entry = this.#entries.get(eventId);
    if (entry === undefined || (this.lost.has(eventId) && entry.event.type === 'sessions-revoked')) return [];
    return entry.ends;
  }

  /** Its commit was lost by a failover, or is of a cluster before the backup that runs now. */
  isOfLostHistory(eventId: string): boolean {
    return this.lost.has(eventId) || !eventId.startsWith(`${this.primary.stored.system}/`);
  }

  /** Whether refusing this session would be wrong: it never ended, and is not about to run out. */
  isSurelyLive(id: string): boolean {
    const row = this.primary.stored.sessions.get(id);
    return row !== undefined && this.primary.isUnended(row) && !this.oracle.everEnded.has(id) && row.expiresAt > this.now + 300;
  }

  /** A standby is promoted. With what it had not received yet, commits are lost. */
  failOver(standby: Stored): void {
    const old = this.primary;
    old.deposed = true;
    this.primary = this.#database({ ...standby, timeline: old.stored.timeline + 1 });
    const kept = new Set(standby.log.map(({ event }) => event.id));
    for (const { event, xid, source } of this.oracle.entries) {
      const isKept = kept.has(event.id) || xid < standby.lowWater || !source.startsWith(`${standby.system}/`);
      if (!isKept) this.#lose(event.id);
    }
    for (const node of this.nodes) node.versions.clear();
    this.oracle.lost(this.primary, this.#sessions);
  }

  /** A backup comes up as another cluster: numbers start again, and everyone's generation is raised. */
  restore(backup: Stored): void {
    this.primary.deposed = true;
    const { epoch } = this.primary.stored;
    this.primary = this.#database({ ...backup, system: `${backup.system}'`, epoch: epoch + 1, nextXid: 100, nextNumber: 1, log: [], lowWater: 0 });
    if (!this.rules.restoreRaisesRealm) return;
    const raised = this.change(revokeEveryone(null));
    if (raised !== null) this.oracle.restored(this.#sessions, raised.entry, raised.at);
  }

  /** A database as it once was. */
  asOf(stored: Stored): Database {
    return this.#database(structuredClone(stored));
  }

  #lose(eventId: string): void {
    this.lost.add(eventId);
    const entry = this.#entries.get(eventId);
    if (entry?.event.type !== 'sessions-revoked') return;
    for (const node of this.nodes) for (const id of entry.ends) node.knows.delete(id);
  }

  #noteActivity(id: string): void {
    this.oracle.active(id, this.now, this.#absoluteAt.get(id) ?? this.now);
  }

  #database(stored: Stored): Database {
    return new Database(stored, this.rules, () => this.now + this.databaseClock);
  }
}
