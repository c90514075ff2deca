import { isTimelineSettled, settleTimeline, type Sql } from '@curfew/persistence';

import type { Log } from './log.js';

/**
 * Whether receipts may be confirmed on the database's present timeline. After a failover the row of a consumer that still holds a lease
 * may be lost: until every lease from before has run out (LEASE / 0.9 by our own monotonic clock), nothing is confirmed.
 */
export class Timeline {
  private source: string | undefined;
  private settledHere = false;
  private since = 0;

  constructor(
    private readonly sql: Sql,
    private readonly leaseMs: number,
    private readonly log: Log,
  ) {}

  /** Of what was read of consumers: that it is of the timeline that this process follows, and that one is settled. Another connection may lead to a primary that was replaced. */
  settles(rows: readonly { readonly source: string }[]): boolean {
    return this.settledHere && rows.every(({ source }) => source === this.source);
  }

  /** A poll was answered by this source. */
  async seen(source: string): Promise<void> {
    if (source !== this.source) await this.changed(source);
    else if (!this.settledHere && performance.now() - this.since > this.leaseMs / 0.9) await this.settle();
  }

  private async changed(source: string): Promise<void> {
    this.settledHere = false;
    this.since = performance.now();
    const settled = await isTimelineSettled(this.sql);
    this.source = source;
    this.settledHere = settled;
    if (!settled) this.log.warn({ source }, 'a new timeline of the database: no receipt is confirmed until every lease from before has run out');
  }

  private async settle(): Promise<void> {
    await settleTimeline(this.sql);
    this.settledHere = true;
    this.log.info({ source: this.source }, 'the timeline is settled: receipts are confirmed again');
  }
}
