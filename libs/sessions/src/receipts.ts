import type { Acknowledgement, Consumer, Event, Receipt } from '@curfew/contracts';
import { countReceipt, hasLapsed, watchRows, type Watched } from '@curfew/follower';
import { joined, readCanaryResults, readConsumers, readConsumersFor, readUnconfirmed, type Confirmation, type ConsumerRow, type Database } from '@curfew/persistence';

import type { SessionRules } from './rules.js';
import type { Timeline } from './timeline.js';
import { noTracing, type Tracing } from './tracing.js';
import type { Witness } from './witness.js';

const remembered = 20_000;
const readAgainMs = 100;
// Acknowledgements come in less when nothing is wrong; until then the processor is left to those who have to acknowledge.
const firstReadMs = 5;

/** An event that a receipt is asked for; without its `id` only what the consumers have applied counts. */
export interface Receivable {
  readonly position: string;
  readonly id?: string;
}

/** Proves that revocations have reached the consumers: gathers acknowledgements, and reads what each consumer has applied. */
export class Receipts {
  private readonly acknowledgements = new Map<string, Map<string, number>>();
  private readonly idsByPosition = new Map<string, string>();
  /** Who waits for acknowledgements of an event, by its id. */
  private readonly waiting = new Map<string, Set<() => void>>();
  private watched: Watched = new Map();
  private given = { confirmed: 0, unconfirmed: 0 };
  private readonly committedAt = new Map<string, number>();
  private latest = Infinity;
  /** How all consumers stand to a transaction, read after it was asked for; those who ask at once are answered together. */
  private readonly consumersFor = joined<readonly ConsumerRow[]>(async (xids) => {
    const judged = await readConsumersFor(this.database.urgent, xids);
    return new Map(xids.map((xid) => [xid, judged(xid)]));
  });

  constructor(
    private readonly database: Database,
    private readonly rules: SessionRules,
    private readonly seen: { readonly timeline: Timeline; readonly witness?: Witness | undefined; readonly tracing?: Tracing | undefined },
  ) {}

  /** This process has just committed these. */
  committed(events: readonly Pick<Event, 'id'>[]): void {
    const now = performance.now();
    for (const { id } of events) this.committedAt.set(id, now);
    while (this.committedAt.size > remembered) forgetOldest(this.committedAt);
  }

  /** An event came by: its position can be asked for later. */
  notice({ id, position }: Pick<Event, 'id' | 'position'>): void {
    this.idsByPosition.set(position, id);
    forgetOldest(this.idsByPosition);
  }

  acknowledged({ eventId, consumerId, socketsClosed }: Acknowledgement): void {
    const known = this.acknowledgements.get(eventId) ?? new Map<string, number>();
    const committedAt = this.committedAt.get(eventId);
    if (committedAt !== undefined && !known.has(consumerId)) this.seen.witness?.acknowledged(performance.now() - committedAt);
    known.set(consumerId, socketsClosed);
    this.acknowledgements.set(eventId, known);
    forgetOldest(this.acknowledgements);
    for (const wake of this.waiting.get(eventId) ?? []) wake();
  }

  /** Takes note of which consumers renew: with each poll of this process, so that a dead one is known to be dead. */
  async watch(): Promise<void> {
    this.note(await readConsumers(this.database.urgent, null));
  }

  /** Consumers that have not renewed for `ageMs` and their whole lease, by this process's own monotonic clock: whoever was not watched for so long is not among them. */
  async dead(ageMs: number): Promise<readonly { readonly id: string; readonly renewals: string }[]> {
    const rows = await readConsumers(this.database.urgent, null);
    this.note(rows);
    const nowMs = performance.now();
    return rows.filter((row) => hasLapsed({ id: row.id, renewals: Number(row.renewals), leaseMs: Math.max(row.leaseMs, ageMs) }, this.watched, nowMs));
  }

  /** Waits until all consumers know of these events, which one transaction committed, or `waitMs` (CONFIRM_WAIT unless told, at most LEASE) is over. */
  of(events: readonly Receivable[], waitMs = this.rules.confirmWaitMs, started = performance.now()): Promise<Receipt> {
    const { tracing = noTracing } = this.seen;
    return tracing.span({ name: 'receipt' }, async () => {
      const receipt = await this.wait(events, waitMs, started);
      const { confirmed, consumers, socketsClosed } = receipt;
      tracing.note({ 'curfew.confirmed': confirmed, 'curfew.consumers.acknowledged': consumers.acknowledged, 'curfew.consumers.live': consumers.live, 'curfew.sockets.closed': socketsClosed });
      return receipt;
    });
  }

  /** The process stops: from `ms` on no receipt is waited for any more, and whoever still waits is told what is known then. */
  hurry(ms: number): void {
    this.latest = performance.now() + ms;
  }

  /** How many sockets were closed by these events, as far as it was heard here. */
  closedBy(eventIds: readonly string[]): number {
    return eventIds.flatMap((id) => [...(this.acknowledgements.get(id)?.values() ?? [])]).reduce((sum, closed) => sum + closed, 0);
  }

  /** Which of up to `limit` revocations that await it every consumer is known to have heard of now. */
  async confirmed(limit: number): Promise<readonly Confirmation[]> {
    const waiting = await readUnconfirmed(this.database.urgent, limit);
    if (waiting.length === 0) return [];
    // Read after them: whoever is not among these rows has registered since, and has read what was committed before.
    const rows = await readConsumers(this.database.urgent, null);
    this.note(rows);
    return waiting.flatMap(({ eventId, seenBy }) => {
      const seen = new Set(seenBy);
      const { confirmed, consumers, socketsClosed } = this.count([{ id: eventId, position: '' }], rows.map((row) => ({ ...row, seen: seen.has(row.id) })), 0);
      return confirmed ? [{ eventId, ...consumers, socketsClosed }] : [];
    });
  }

  /** How many receipts were given since the start. */
  counts(): { readonly confirmed: number; readonly unconfirmed: number } {
    return { ...this.given };
  }

  /** Every consumer, as it is known here now. */
  async consumers(): Promise<readonly Consumer[]> {
    const [rows, results] = await Promise.all([readConsumers(this.database.urgent, null), readCanaryResults(this.database)]);
    const canaries = new Map(results.map(({ consumerId, at, tookMs }) => [consumerId, { at, tookMs }]));
    this.note(rows);
    const nowMs = performance.now();
    return rows.map(({ renewals, id, kind, label, leaseMs, allowsWhenStale, sockets, registeredAt }) => {
      const lagMs = Math.round(nowMs - (this.watched.get(id)?.sinceMs ?? nowMs));
      // One that allows when stale may admit without a lease.
      const lapsed = !allowsWhenStale && hasLapsed({ id, leaseMs, renewals: Number(renewals) }, this.watched, nowMs);
      return { id, kind, label, lagMs, leaseMs, lapsed, allowsWhenStale, sockets, registeredAt, canary: canaries.get(id) ?? null };
    });
  }

  private async wait(events: readonly Receivable[], waitMs: number, started: number): Promise<Receipt> {
    const [last] = events.slice(-1);
    if (last === undefined) throw new Error('A receipt is of at least one event.');
    const deadline = started + Math.min(waitMs, this.rules.leaseMs);
    const [xid = '0'] = last.position.split('-');
    // Consumers acknowledge in the order of the log: who knows of the last, knows of all.
    const id = this.idOf(last);
    if (waitMs > 0) await this.news(id, firstReadMs);
    for (;;) {
      const rows = await this.consumersFor(xid);
      if (rows === undefined) throw new Error('The consumers were not read.');
      this.note(rows);
      const readAt = performance.now();
      for (;;) {
        const receipt = this.count(events, rows, started);
        if (receipt.confirmed || performance.now() >= Math.min(deadline, this.latest)) return this.give(receipt);
        await this.news(id, Math.min(deadline, readAt + readAgainMs) - performance.now());
        if (performance.now() >= readAt + readAgainMs) break;
      }
    }
  }

  private give(receipt: Receipt): Receipt {
    this.given[receipt.confirmed ? 'confirmed' : 'unconfirmed'] += 1;
    this.seen.witness?.received(receipt.elapsedMs, receipt.confirmed);
    return receipt;
  }

  private count(events: readonly Receivable[], rows: readonly ConsumerRow[], started: number): Receipt {
    const position = events.at(-1)?.position ?? '';
    const all = events.map((event) => this.acknowledgements.get(this.idOf(event)) ?? new Map<string, number>());
    const acknowledged = new Set([...(all[0] ?? new Map<string, number>()).keys()].filter((consumer) => all.every((known) => known.has(consumer))));
    const { confirmed, live, ...count } = countReceipt({
      rows: rows.map((row) => ({ ...row, renewals: Number(row.renewals), applied: row.seen })),
      watched: this.watched,
      acknowledged,
      settled: this.seen.timeline.settles(rows),
      nowMs: performance.now(),
    });
    const socketsClosed = all.flatMap((known) => [...known.values()]).reduce((sum, closed) => sum + closed, 0);
    return { position, confirmed, consumers: { acknowledged: count.acknowledged, live }, socketsClosed, elapsedMs: Math.round((performance.now() - started) * 10) / 10 };
  }

  private note(rows: readonly ConsumerRow[]): void {
    this.watched = watchRows(this.watched, rows.map(({ id, renewals }) => ({ id, renewals: Number(renewals) })), performance.now());
  }

  private idOf({ id, position }: Receivable): string {
    return id ?? this.idsByPosition.get(position) ?? '';
  }

  // Until an acknowledgement of this event comes, at most so long.
  private news(eventId: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const those = this.waiting.get(eventId) ?? new Set();
      const wake = (): void => {
        clearTimeout(timer);
        those.delete(wake);
        if (those.size === 0) this.waiting.delete(eventId);
        resolve();
      };
      const timer = setTimeout(wake, Math.max(0, ms));
      this.waiting.set(eventId, those.add(wake));
    });
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  if (map.size <= remembered) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
