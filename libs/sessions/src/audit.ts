import type { AuditEvent, AuditExportQuery, AuditQuery, AuditVerification, Page } from '@curfew/contracts';
import { deleteEndedSessions, dropPartitions, extendChain, forgetUnconfirmed, listAuditTrail, trimChain, verifyTrail, writeConfirmations, type Cursors, type Database } from '@curfew/persistence';

import type { Receipts } from './receipts.js';

/** What the audit trail is made from. */
interface AuditParts {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly receipts: Receipts;
}

/** Who did what to whom, from where and why, with the proof: read by administrators, kept by the worker. */
export class AuditTrail {
  private verifying: Promise<AuditVerification> | undefined;

  constructor(private readonly parts: AuditParts) {}

  /** A page of the trail, the newest first. Throws `invalid-request` for a cursor of another list. */
  async list({ limit, cursor, ...filters }: AuditQuery): Promise<Page<AuditEvent>> {
    const list = `audit ${JSON.stringify(filters, Object.keys(filters).toSorted())}`;
    const after = cursor === undefined ? undefined : this.parts.cursors.decode(list, cursor);
    const rows = await listAuditTrail(this.parts.database, { ...filters, limit: limit + 1, after });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { items: shown.map(({ event }) => event), nextCursor: more ? this.parts.cursors.encode(list, [last.event.occurredAt, last.number]) : null };
  }

  /** All of the trail that fits, the newest first, a page in memory at a time. */
  async *all({ format: _format, ...filters }: AuditExportQuery): AsyncGenerator<AuditEvent> {
    let after: readonly (string | number)[] | undefined;
    for (;;) {
      const rows = await listAuditTrail(this.parts.database, { ...filters, limit: EXPORTED, after });
      for (const { event } of rows) yield event;
      const last = rows.at(-1);
      if (last === undefined || rows.length < EXPORTED) return;
      after = [last.event.occurredAt, last.number];
    }
  }

  /** Checks the whole chain; who asks while it runs gets the same answer. */
  verify(): Promise<AuditVerification> {
    return (this.verifying ??= verifyTrail(this.parts.database).finally(() => {
      this.verifying = undefined;
    }));
  }

  /** Chains up to `limit` settled events. Answers how many. */
  extend(limit: number): Promise<number> {
    return extendChain(this.parts.database, limit);
  }

  /** Writes down which of up to `limit` revocations every consumer is now known to have heard of. Answers how many. */
  async confirm(limit: number): Promise<number> {
    await forgetUnconfirmed(this.parts.database);
    const found = await this.parts.receipts.confirmed(limit);
    return found.length === 0 ? 0 : writeConfirmations(this.parts.database, found);
  }

  /** Lets go what is older than the retention: up to `limit` ended sessions, whole months of the log, and links of the chain. Answers how many rows and months. */
  async trim(olderThanMs: number, limit: number): Promise<number> {
    const { database } = this.parts;
    return (await deleteEndedSessions(database, olderThanMs, limit)) + (await dropPartitions(database, olderThanMs)) + (await trimChain(database, limit));
  }
}

const EXPORTED = 1_000;
