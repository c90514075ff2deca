import type { Committed, Database } from './database.js';
import type { Node } from './node.js';
import { IDLE_TIMEOUT, LEASE } from './rules.js';
import { readSnapshot, sees, Violation, type Entry } from './types.js';

/** A clock that is 5 % slow, over the longest life of a session. */
const TOLERANCE = 0.06 * 3 * IDLE_TIMEOUT;

type End = { readonly at: number; readonly entry: Entry; confirmedAt: number | null };

/** What is true, and since when, in true time; and the promises, which are checked against it. */
export class Oracle {
  /** Sessions that are ended, by commits that survive. */
  readonly ended = new Map<string, End>();
  /** The same, with commits that an asynchronous failover lost. */
  readonly everEnded = new Set<string>();
  readonly entries: (Entry & { readonly source: string; readonly at: number })[] = [];
  /** The latest deadline that any activity can have given a session. */
  readonly deadlines = new Map<string, number>();
  /** How long after its commit a revocation may be unknown anywhere; beyond LEASE only where a profile promises more (G1, G2). */
  bound: { readonly ms: number; readonly promise: string } = { ms: LEASE, promise: 'G3' };
  checks = 0;

  committed({ entry, at }: Committed, source: string): void {
    this.entries.push({ ...entry, source, at });
    for (const id of entry.ends) {
      this.everEnded.add(id);
      this.ended.set(id, { at, entry, confirmedAt: null });
    }
  }

  confirmed(entry: Entry, at: number): void {
    for (const id of entry.ends) {
      const end = this.ended.get(id);
      if (end !== undefined && end.entry.event.id === entry.event.id) end.confirmedAt ??= at;
    }
  }

  /** An asynchronous failover loses commits: what they ended is not ended. G4 and G6 hold up to here. */
  lost(primary: Database, all: readonly string[]): void {
    for (const id of primary.unended()) this.ended.delete(id);
    for (const id of all) if (!primary.stored.sessions.has(id)) this.everEnded.add(id);
  }

  /** A restored backup: whatever it has, everyone is signed out from now on; what it lacks is gone. */
  restored(all: readonly string[], entry: Entry, at: number): void {
    for (const id of all) {
      this.everEnded.add(id);
      if (!this.ended.has(id)) this.ended.set(id, { at, entry, confirmedAt: null });
    }
  }

  active(id: string, at: number, absoluteAt: number): void {
    this.deadlines.set(id, Math.max(this.deadlines.get(id) ?? 0, Math.min(at + IDLE_TIMEOUT, absoluteAt)));
  }

  /** Somebody admits this session at this instant: a request, or a packet on a socket. */
  admitted(node: Node, id: string, how: string): void {
    this.checks += 1;
    const { now } = node.world;
    const end = this.ended.get(id);
    const told = `${node.id} admits ${id} ${how} at ${now.toFixed(0)}`;
    if (node.knows.has(id)) throw new Violation('G6, I3', `${told}, though it heard that it is ended`);
    const deadline = this.deadlines.get(id);
    if (deadline !== undefined && now > deadline + TOLERANCE) throw new Violation('I1 (expiry)', `${told}, past its deadline ${deadline.toFixed(0)}`);
    if (end === undefined) return;
    if (end.confirmedAt !== null) throw new Violation('G5', `${told}, ended at ${end.at.toFixed(0)}, confirmed at ${end.confirmedAt.toFixed(0)}`);
    if (node.allowsWhenStale) return;
    if (now > end.at + LEASE) throw new Violation('G3, I1', `${told}, ended at ${end.at.toFixed(0)}`);
    if (now > end.at + this.bound.ms) throw new Violation(this.bound.promise, `${told}, ended at ${end.at.toFixed(0)}`);
  }

  /** Everything that can be asked of a consumer's memory at this instant. */
  check(node: Node): void {
    if (!node.isAwake) return;
    const { machine, state } = node;
    const now = node.instant();
    for (const id of [...this.ended.keys(), ...node.knows]) {
      const found = machine.recall(state, `token of ${id}`, now);
      if (found.kind === 'live') this.admitted(node, found.session.id, 'from memory');
    }
    for (const [socketId, id] of node.sockets) {
      this.#checkIndex(node, socketId, id);
      if (machine.passes(state, socketId, now)) this.admitted(node, id, `on ${socketId}`);
    }
    if (state.lease !== null && state.lease.mono > node.provenAt) {
      throw new Violation('I9', `the lease of ${node.id} counts from ${state.lease.mono.toFixed(0)}, its last complete poll was sent at ${node.provenAt.toFixed(0)}`);
    }
  }

  #checkIndex({ state, id: nodeId }: Node, socketId: string, id: string): void {
    const copy = state.sockets.get(socketId);
    const bySession = state.copies.withId(id);
    const found = copy !== undefined && copy === bySession && (copy.sockets === socketId || (copy.sockets instanceof Set && copy.sockets.has(socketId)));
    const userId = copy?.admission.session.userId ?? '';
    if (!found || !state.open.has(copy) || !state.copies.ofUser(userId).includes(copy)) throw new Violation('I7', `${socketId} is open on ${nodeId}, but not in its index`);
  }

  /**
   * A poll was wholly applied: everything that its snapshot sees must be known, that is all that was committed before it was sent, and the floor must not pass
   * what is still running.
   */
  applied(node: Node, { source, sentAt }: { readonly source: string; readonly sentAt: number }): void {
    const { floor, applied } = node.state.log;
    if (floor === null || applied === null || node.baseline === null) return;
    const snapshot = readSnapshot(applied);
    this.#checkFloor(node, { source, xid: Number(floor.split(':')[1]) }, snapshot.xmin);
    const before = readSnapshot(node.baseline);
    for (const { xid, event, at, source: of } of this.entries) {
      if (of !== source) continue;
      const seen = sees(snapshot, xid);
      if (!seen && at < sentAt) throw new Violation('I9', `the lease of ${node.id} counts from ${sentAt.toFixed(0)}, from an answer that does not know ${event.id}, committed at ${at.toFixed(0)}`);
      if (seen && !sees(before, xid) && !node.heard.has(event.id)) throw new Violation('I4', `${node.id} applied a poll that sees ${event.id}, without it`);
    }
  }

  #checkFloor(node: Node, { source, xid }: { readonly source: string; readonly xid: number }, horizon: number): void {
    if (node.world.rules.cursorByTransaction && xid > horizon) throw new Violation('I5', `the floor ${xid} of ${node.id} is beyond the horizon ${horizon} of its poll`);
    if (node.lastFloor?.source === source && xid < node.lastFloor.xid) throw new Violation('I5', `the floor of ${node.id} went back from ${node.lastFloor.xid} to ${xid}`);
    node.lastFloor = { source, xid };
  }

  /** A session is ended exactly if an event says so. */
  checkAtomic(database: Database): void {
    const told = new Set(database.stored.log.flatMap(({ event, ends }) => [event.sessionId, ...ends]));
    for (const row of database.stored.sessions.values()) {
      const isOurs = row.endedAt !== null && row.endedAt >= database.startedAt && database.stored.lowWater === 0;
      if (isOurs && !told.has(row.id)) throw new Violation('I6', `${row.id} is ended, and no event says so`);
    }
    for (const id of this.ended.keys()) {
      const row = database.stored.sessions.get(id);
      if (row !== undefined && database.isUnended(row)) throw new Violation('G6', `${id} is live again in the database`);
    }
  }
}
