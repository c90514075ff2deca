import type { ConsumerRow, Watched } from '@curfew/follower';

import type { Database } from './database.js';
import type { Node } from './node.js';
import { LEASE } from './rules.js';
import type { Acknowledgement, Entry } from './types.js';

type Open = { readonly entry: Entry; readonly committedAt: number; readonly acknowledged: Set<string>; socketsClosed: number };

/** What an api reads of the database for its receipts, in one snapshot. */
export type Rows = { readonly source: string; readonly settled: string; readonly readAt: number; readonly now: number; readonly consumers: ReadonlyMap<string, Stored> };
type Stored = { readonly renewals: number; readonly leaseMs: number; readonly allowsWhenStale: boolean; readonly renewedAt: number; readonly applied: ReadonlySet<string> };

/** The receipts of one api: the product's count, over rows that it reads and acknowledgements that it hears. */
export class Receipts {
  /** Not yet confirmed. */
  readonly open = new Map<string, Open>();
  readonly took: number[] = [];
  #watched: Watched = new Map();
  #source: { readonly name: string; readonly sinceMs: number } | null = null;
  readonly #early = new Map<string, Set<string>>();

  constructor(readonly node: Node) {}

  /** After the commit. */
  begin(entry: Entry, committedAt: number): void {
    const acknowledged = this.#early.get(entry.event.id) ?? new Set();
    this.open.set(entry.event.id, { entry, committedAt, acknowledged, socketsClosed: 0 });
  }

  acknowledged(consumer: string, { eventId }: Acknowledgement): void {
    const known = this.open.get(eventId)?.acknowledged ?? this.#early.get(eventId) ?? new Set();
    known.add(consumer);
    this.#early.set(eventId, known);
  }

  /** One statement. */
  read(database: Database): Rows {
    const consumers = new Map<string, Stored>();
    for (const [id, row] of database.stored.consumers) {
      const applied = [...this.open.values()].filter(({ entry }) => database.hasApplied(row, entry.xid)).map(({ entry }) => entry.event.id);
      consumers.set(id, { ...row, applied: new Set(applied) });
    }
    const { now } = this.node.world;
    return { source: database.source, settled: database.stored.settled, readAt: now, now: database.now(), consumers };
  }

  /** Decides by rows that were read after the commit. Answers whether this api has seen the timeline long enough to settle it. */
  take(rows: Rows): boolean {
    const { world } = this.node;
    const nowMs = this.node.instant().mono;
    const list = [...rows.consumers].map(([id, row]) => ({ ...row, id }));
    this.#watched = world.machine.watchRows(this.#watched, list, nowMs);
    if (this.#source?.name !== rows.source) this.#source = { name: rows.source, sinceMs: nowMs };
    const settles = nowMs - this.#source.sinceMs >= LEASE / 0.9;
    const settled = !world.rules.settle || settles || rows.settled === rows.source;
    for (const open of this.open.values()) {
      if (world.rules.rowsAfterCommit && open.committedAt > rows.readAt) continue;
      const counted = list.map((row): ConsumerRow => ({ ...row, applied: row.applied.has(open.entry.event.id) }));
      const live = world.rules.ownClock ? counted : counted.filter(({ id }) => rows.now - (rows.consumers.get(id)?.renewedAt ?? 0) < LEASE);
      const { confirmed } = world.machine.countReceipt({ rows: live, watched: this.#watched, acknowledged: open.acknowledged, settled, nowMs });
      if (confirmed) this.#confirm(open);
    }
    return settles && rows.settled !== rows.source;
  }

  #confirm({ entry, committedAt }: Open): void {
    const { world } = this.node;
    this.open.delete(entry.event.id);
    this.took.push(world.now - committedAt);
    world.oracle.confirmed(entry, world.now);
    for (const node of world.nodes) world.oracle.check(node);
  }
}
