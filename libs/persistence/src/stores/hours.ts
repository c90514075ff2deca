import type { Sql } from '../database.js';
import { countedSpanValues, eventsWithin, type CountedSpan } from '../audit/span.js';
import { ofPeople } from './canaries.js';

/** Counts a span of the log by the hour: sign-ins, failed ones, and ends. Once for each event, in the transaction that chains it. */
export async function countByHour(sql: Sql, span: CountedSpan): Promise<void> {
  await sql.query(
    `insert into hourly_counts (hour, kind, count)
     select ${hourOf('e.occurred_at')}, k.kind, count(*) from ${eventsWithin} e
       join (values ('session-created', 'signIns'), ('sign-in-failed', 'failedSignIns'), ('session-revoked', 'ends'), ('session-expired', 'ends')) k (type, kind) on k.type = e.type
      where ${ofPeople('e.user_id')} group by 1, 2
     on conflict (hour, kind) do update set count = hourly_counts.count + excluded.count`,
    countedSpanValues(span),
  );
}

/** Adds ends that no event of their own tells of: those of a generation, as they are filled in. */
export async function countEnds(sql: Sql, endedAt: Date, count: number): Promise<void> {
  await sql.query(
    `insert into hourly_counts (hour, kind, count) values (${hourOf('$1::timestamptz')}, 'ends', $2)
     on conflict (hour, kind) do update set count = hourly_counts.count + excluded.count`,
    [endedAt, count],
  );
}

/** One hour; the instant in UTC at which it begins. */
export interface Hour {
  readonly hour: string;
  readonly signIns: number;
  readonly failedSignIns: number;
  readonly ends: number;
}

/** The last 48 hours, the oldest first, without a gap. */
export function readHours(sql: Sql): Promise<readonly Hour[]> {
  return sql.query<Hour>(
    `select to_char(h.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as hour,
            coalesce(sum(c.count) filter (where c.kind = 'signIns'), 0)::float8 as "signIns",
            coalesce(sum(c.count) filter (where c.kind = 'failedSignIns'), 0)::float8 as "failedSignIns",
            coalesce(sum(c.count) filter (where c.kind = 'ends'), 0)::float8 as ends
       from generate_series(${hourOf('now()')} - interval '47 hours', ${hourOf('now()')}, interval '1 hour') h (hour)
       left join hourly_counts c on c.hour = h.hour group by h.hour order by h.hour`,
  );
}

const hourOf = (instant: string): string => `date_trunc('hour', ${instant} at time zone 'UTC') at time zone 'UTC'`;
