import { CurfewError, type Consumer } from '@curfew/contracts';
import { appendAudit, removeGoneConsumer, type Database } from '@curfew/persistence';

import type { By } from './origin.js';
import type { Receipts } from './receipts.js';

/** Who admits, as administrators see it. */
export class Consumers {
  constructor(private readonly parts: { readonly database: Database; readonly receipts: Receipts }) {}

  /** Every consumer, as it is known here now. */
  list(): Promise<readonly Consumer[]> {
    return this.parts.receipts.consumers();
  }

  /**
   * An administrator knows that it is gone: no receipt waits for it any more. One that allows when stale may admit without a lease, so only they can know (C21).
   * @throws CurfewError `not-found`, or `consumer-alive` for one that was heard of within its lease, by this process's own monotonic clock
   */
  async remove(id: string, { actor, requestId, ipAddress }: By): Promise<void> {
    const { database, receipts } = this.parts;
    const gone = (await receipts.dead(0)).find((dead) => dead.id === id);
    const removed = gone !== undefined && await database.transaction(async (sql) => {
      const row = await removeGoneConsumer(sql, gone);
      if (row === undefined) return false;
      await appendAudit(sql, { type: 'consumer-removed', userId: null, actor, requestId: requestId ?? null, ipAddress: ipAddress ?? null, note: JSON.stringify({ id, ...row }) });
      return true;
    });
    if (removed) return;
    throw new CurfewError((await this.list()).some((known) => known.id === id) ? 'consumer-alive' : 'not-found');
  }
}
