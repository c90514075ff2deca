import type { Event } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { eventView, isTold } from './events.js';
import { sourceHere } from './realm.js';

/** Where a reader of the log stands: everything before `floor` in `epoch` is known; `page` is where the next page of this poll starts. */
export interface LogPlace {
  readonly epoch: number;
  readonly floor: string;
  readonly page: { readonly xid: string; readonly number: string } | null;
}

/** One page of the log, in one statement, so in one snapshot. */
export interface LogPage {
  readonly events: readonly Event[];
  /** The oldest transaction that was still running: all before it have been seen. */
  readonly horizon: string;
  readonly snapshot: string;
  readonly epoch: number;
  /** The floor fell below what has been trimmed, or belongs to another epoch: something may have been missed. */
  readonly trimmed: boolean;
  readonly source: string;
  readonly next: { readonly xid: string; readonly number: string } | null;
}

const pageSize = 1_000;

/** Reads one page after `place`; null starts from now on and reads no event. */
export async function readLog(sql: Sql, place: LogPlace | null): Promise<LogPage> {
  const rows = await sql.query<LogRow>(place === null ? nowSql : pageSql, place === null ? [] : [place.epoch, place.floor, place.page?.xid ?? '0', place.page?.number ?? '0', pageSize]);
  const [first] = rows;
  if (first === undefined) throw new Error('The database has no realm: run the migrations first.');
  const last = rows.at(-1);
  const { horizon, snapshot, epoch, trimmed, source } = first;
  return {
    events: rows.flatMap(({ event }) => (event === null ? [] : [event])),
    horizon,
    snapshot,
    epoch,
    trimmed,
    source,
    next: rows.length < pageSize || last === undefined ? null : { xid: last.xid, number: last.number },
  };
}

/** Makes the log's partitions a year ahead; answers how many were missing. */
export async function makePartitions(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ readonly made: number }>('select make_event_partitions(12) as made');
  return row?.made ?? 0;
}

interface LogRow {
  readonly horizon: string;
  readonly snapshot: string;
  readonly epoch: number;
  readonly trimmed: boolean;
  readonly source: string;
  readonly event: Event | null;
  readonly xid: string;
  readonly number: string;
}

const standing = (trimmed: string): string => `
  select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, pg_current_snapshot()::text as snapshot, r.epoch,
         ${trimmed} as trimmed, ${sourceHere} as source from realm r`;

const nowSql = `select h.*, null::jsonb as event, '0' as xid, '0' as number from (${standing('false')}) h`;

const pageSql = `
  select h.*, e.event, e.xid::text, e.number::text
    from (${standing('r.epoch <> $1 or r.low_water > $2::xid8')}) h
    left join lateral (
      select ${eventView} as event, e.xid, e.number from session_events e
       where e.epoch = $1 and e.xid >= $2::xid8 and (e.xid, e.number) > ($3::xid8, $4::bigint) and ${isTold}
       order by e.xid, e.number limit $5) e on true
   order by e.xid, e.number`;
