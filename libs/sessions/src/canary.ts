import { setTimeout as pause } from 'node:timers/promises';

import { canaryUserId, type Actor, type Event } from '@curfew/contracts';
import type { Doorbell } from '@curfew/doorbell';
import { admitCanaries, forgetCanaries, readConsumers, writeCanaryFlight, writeCanaryResults, type ConsumerRow, type Database } from '@curfew/persistence';

import type { Receipts } from './receipts.js';
import { endOf, revokeOne } from './revoke.js';
import type { SessionRules } from './rules.js';
import type { Sessions } from './sessions.js';

/** How long a consumer took to know of a canary's end; `tookMs` null: it did not within the bound, and it is not dead. */
export interface Sighting {
  readonly consumerId: string;
  readonly kind: string;
  readonly label: string | null;
  readonly tookMs: number | null;
}

/** What became of one canary. */
export interface CanaryFlight {
  readonly sightings: readonly Sighting[];
  /** POLL_INTERVAL and the longest that a page of a poll may take: so late may whoever reaches the log know of it, without Redis. */
  readonly boundMs: number;
}

interface CanaryParts {
  readonly sessions: Sessions;
  readonly database: Database;
  readonly doorbell: Doorbell;
  readonly receipts: Receipts;
  readonly rules: SessionRules;
}

const readAgainMs = 50;

/** Opens a session that nobody uses, ends it, and times how long each consumer takes to know: the guarantee, tried all the time. */
export class Canary {
  /** Who acknowledged which event when, while one is under way. */
  private readonly heard = new Map<string, Map<string, number>>();
  private flying = false;

  constructor(private readonly parts: CanaryParts) {
    parts.doorbell.listen({ acknowledged: ({ eventId, consumerId }) => this.flying && this.note(eventId, consumerId) });
  }

  /** One at a time. Rejects when the primary cannot be reached: then nothing was measured. */
  async fly(): Promise<CanaryFlight> {
    const { database, rules } = this.parts;
    const boundMs = rules.pollIntervalMs + rules.leaseMs / 3;
    this.flying = true;
    try {
      await admitCanaries(database);
      const { event, committedAt } = await this.openAndEnd();
      const sightings = await this.watch(event, committedAt, boundMs);
      await writeCanaryResults(database, sightings);
      await writeCanaryFlight(database, Math.max(...sightings.map(({ tookMs }) => tookMs ?? boundMs)));
      await forgetCanaries(database);
      return { sightings, boundMs };
    } finally {
      this.flying = false;
      this.heard.clear();
    }
  }

  /** `committedAt`: when the commit was sent, so that no time is missed. */
  private async openAndEnd(): Promise<{ readonly event: Event; readonly committedAt: number }> {
    const { sessions } = this.parts;
    const origin = { ipAddress: '127.0.0.1', userAgent: null, hints: {}, requestId: 'canary' };
    const { session } = await sessions.open({ userId: canaryUserId, method: 'service', origin, actor: system });
    const { value, events } = await sessions.change(async (change) => {
      await revokeOne(change, { sessionId: session.id, userId: canaryUserId }, endOf('signed-out', { actor: system, requestId: origin.requestId }));
      return performance.now();
    });
    const [event] = events;
    if (event === undefined) throw new Error('The canary was ended by another.');
    return { event, committedAt: value };
  }

  private async watch({ id, position }: Event, committedAt: number, boundMs: number): Promise<readonly Sighting[]> {
    const known = new Map<string, number>();
    const [xid = '0'] = position.split('-');
    for (;;) {
      const rows = await readConsumers(this.parts.database.urgent, xid);
      const now = performance.now();
      for (const row of rows) {
        const at = this.heard.get(id)?.get(row.id) ?? (row.seen && !row.allowsWhenStale ? now : undefined);
        if (at !== undefined && !known.has(row.id)) known.set(row.id, Math.max(0, at - committedAt));
      }
      if (rows.every((row) => known.has(row.id)) || now - committedAt > boundMs) return this.sightings(rows, known);
      await pause(readAgainMs);
    }
  }

  /** Whoever is known to be dead admits nobody, and is left out. */
  private async sightings(rows: readonly ConsumerRow[], known: ReadonlyMap<string, number>): Promise<readonly Sighting[]> {
    const dead = new Set((await this.parts.receipts.consumers()).filter(({ lapsed }) => lapsed).map(({ id }) => id));
    return rows
      .filter((row) => known.has(row.id) || !dead.has(row.id))
      .map(({ id, kind, label }) => ({ consumerId: id, kind, label, tookMs: known.get(id) ?? null }));
  }

  private note(eventId: string, consumerId: string): void {
    const known = this.heard.get(eventId) ?? new Map<string, number>();
    if (!known.has(consumerId)) known.set(consumerId, performance.now());
    this.heard.set(eventId, known);
  }
}

const system: Actor = { type: 'system', id: null };
