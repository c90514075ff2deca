/** A consumer's row, read after the event was committed. */
export type ConsumerRow = {
  readonly id: string;
  readonly renewals: number;
  readonly leaseMs: number;
  readonly allowsWhenStale: boolean;
  /** The event's transaction is visible in the row's applied snapshot (`pg_visible_in_snapshot`). */
  readonly applied: boolean;
};

/** What this process has seen of each row, by its own monotonic clock: the count of renewals, and when it first saw that count. */
export type Watched = ReadonlyMap<string, { readonly renewals: number; readonly sinceMs: number }>;

export type ReceiptCount = { readonly acknowledged: number; readonly live: number; readonly confirmed: boolean };

/**
 * Takes note of rows that were just read. `nowMs` is this process's monotonic clock *after* they were read: never another machine's,
 * never a wall clock. To be called with each of its own polls and before each receipt.
 */
export function watchRows(watched: Watched, rows: readonly Pick<ConsumerRow, 'id' | 'renewals'>[], nowMs: number): Watched {
  return new Map(
    rows.map(({ id, renewals }) => {
      const before = watched.get(id);
      return [id, before?.renewals === renewals ? before : { renewals, sinceMs: nowMs }];
    }),
  );
}

/** Whether the consumer cannot hold a lease any more: its row was not renewed for a whole lease. */
export function hasLapsed(row: Pick<ConsumerRow, 'id' | 'renewals' | 'leaseMs'>, watched: Watched, nowMs: number): boolean {
  const seen = watched.get(row.id);
  return seen !== undefined && seen.renewals === row.renewals && nowMs - seen.sinceMs >= row.leaseMs;
}

export type Evidence = {
  readonly rows: readonly ConsumerRow[];
  readonly watched: Watched;
  /** Ids of the consumers that acknowledged this event. */
  readonly acknowledged: ReadonlySet<string>;
  /** The present timeline was settled: no consumer can still hold a lease from a history whose row was lost. */
  readonly settled: boolean;
  readonly nowMs: number;
};

/**
 * Counts who knows of an event. A renewal alone proves nothing: its answer may still be on the way. A consumer that allows when stale
 * admits without a lease, so it only counts by acknowledging, and never as lapsed.
 */
export function countReceipt({ rows, watched, acknowledged, settled, nowMs }: Evidence): ReceiptCount {
  const live = rows.filter((row) => row.allowsWhenStale || !hasLapsed(row, watched, nowMs));
  const knows = live.filter((row) => acknowledged.has(row.id) || (row.applied && !row.allowsWhenStale));
  return { acknowledged: knows.length, live: live.length, confirmed: settled && knows.length === live.length };
}
