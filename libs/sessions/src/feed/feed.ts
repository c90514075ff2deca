import { CurfewError, type FeedAcks, type FeedActivity, type FeedPage, type FeedQuery } from '@curfew/contracts';
import type { Doorbell } from '@curfew/doorbell';
import { findGuard, removeGuard, type Cursors, type Database } from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import type { ActivityLog } from '../activity.js';
import { Recent } from '../recent.js';
import type { Receipts } from '../receipts.js';
import type { SessionRules } from '../rules.js';
import { placeOf, type Place } from './place.js';
import { Polls, type Guard } from './polls.js';
import type { News } from './readers.js';

/** What the feed is made from. */
export interface FeedParts {
  readonly database: Database;
  readonly doorbell: Doorbell;
  readonly cursors: Cursors;
  readonly rules: SessionRules;
  readonly receipts: Receipts;
  readonly activity: ActivityLog;
}

/** The log for consumers outside: each has a row like those of our own processes, renewed through here, and is counted in receipts. */
export class Feed {
  private readonly polls: Polls;
  /** Whose consumers are: that never changes. */
  private readonly owners = new Recent<string, string>(20_000);

  constructor(private readonly parts: FeedParts) {
    this.polls = new Polls(parts.database, parts.cursors, parts.rules.pollIntervalMs);
  }

  /**
   * Renews the row of a consumer of this key, or makes one, and then reads the log: in a poll that began after this call.
   * @throws CurfewError `not-found` for another's consumer, `cursor-too-old`, `invalid-request`, `too-many-requests` when no more can be registered
   */
  async poll(apiKeyId: string, query: FeedQuery): Promise<FeedPage> {
    const { cursors, rules } = this.parts;
    const place = query.after === undefined ? null : placeOf(cursors, query.after);
    const { guard, news } = await this.polls.renewed(this.guardOf(apiKeyId, query), place);
    this.owners.set(guard.id, apiKeyId);
    return { events: [...news.events], cursor: news.cursor, source: news.source, consumer: guard.id, leaseMs: guard.leaseMs, pollIntervalMs: rules.pollIntervalMs, idleTimeoutMs: rules.idleTimeoutMs };
  }

  /** The place of a cursor that a stream or an answer gave. @throws CurfewError `invalid-request`, naming `path` */
  placeOf(cursor: string, path: string): Place {
    return placeOf(this.parts.cursors, cursor, path);
  }

  /** What came after a place, read after this call; nobody's row is renewed. */
  since(place: Place): Promise<News> {
    return this.polls.read(place);
  }

  /** These events are acknowledged by a consumer of this key: receipts count it, here and, by the doorbell, elsewhere. */
  async acknowledge(apiKeyId: string, { consumer: consumerId, acks }: FeedAcks): Promise<void> {
    await this.demandOwn(apiKeyId, consumerId);
    const acknowledgements = acks.map((ack) => ({ ...ack, consumerId }));
    for (const acknowledgement of acknowledgements) this.parts.receipts.acknowledged(acknowledgement);
    this.parts.doorbell.acknowledge(acknowledgements);
  }

  /** Sessions were used elsewhere. What lies ahead of this clock counts as now. */
  used({ seen }: FeedActivity, now: number): void {
    for (const { sessionId, at } of seen) this.parts.activity.used(sessionId, Math.max(0, now - Date.parse(at)));
  }

  /** Takes out a consumer of this key that admits nobody any more. @throws CurfewError `not-found` */
  async leave(apiKeyId: string, consumerId: string): Promise<void> {
    if (!(await removeGuard(this.parts.database, consumerId, apiKeyId))) throw new CurfewError('not-found');
  }

  /** @throws CurfewError `not-found` where the consumer is not there, or another key's */
  async demandOwn(apiKeyId: string, consumerId: string): Promise<void> {
    if (this.owners.get(consumerId) === apiKeyId) return;
    if ((await findGuard(this.parts.database.urgent, consumerId, apiKeyId)) === undefined) throw new CurfewError('not-found');
    this.owners.set(consumerId, apiKeyId);
  }

  private guardOf(apiKeyId: string, { consumer, lease, label, onStale, sockets }: FeedQuery): Guard {
    const longest = this.parts.rules.leaseMs;
    if (lease !== undefined && lease > longest) throw new CurfewError('invalid-request', { errors: [{ path: 'lease', message: `must be at most LEASE, ${longest}` }] });
    if (consumer !== undefined) return { kind: 'known', id: consumer, apiKeyId, leaseMs: lease, sockets: sockets ?? null };
    const fresh = { id: uuidV7(), apiKeyId, label: label ?? null, leaseMs: lease ?? longest, allowsWhenStale: onStale === 'allow', sockets: sockets ?? 0 };
    return { kind: 'new', ...fresh };
  }
}
