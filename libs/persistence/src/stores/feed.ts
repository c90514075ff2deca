import type { Event } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { eventView } from './events.js';
import { sourceHere } from './realm.js';

/** What readers of the feed know already: nothing below `floor` is missing, nor what is visible in the snapshot `seen`. */
export interface FeedPlace {
  readonly floor: string;
  readonly seen: string;
}

/** What came after a place, in one statement, so in one snapshot; and where that leaves a reader. */
export interface FeedRead {
  readonly events: readonly { readonly event: Event; readonly xid: string }[];
  readonly horizon: string;
  readonly snapshot: string;
  readonly source: string;
  /** What is below may have been trimmed. */
  readonly lowWater: string;
}

/** Reads up to `limit` events after a place; null: none, only where the log stands now. */
export async function readFeed(sql: Sql, place: FeedPlace | null, limit: number): Promise<FeedRead> {
  const rows = await sql.query<FeedRow>(place === null ? standing : feedSql, place === null ? [] : [place.floor, place.seen, limit]);
  const [first] = rows;
  if (first === undefined) throw new Error('The database has no realm: run the migrations first.');
  const { horizon, snapshot, source, lowWater } = first;
  if (source.startsWith('recovery')) throw new Error('PostgreSQL is in recovery: this is not the primary.');
  return { horizon, snapshot, source, lowWater, events: rows.flatMap(({ event, xid }) => (event === null || event === undefined ? [] : [{ event, xid }])) };
}

interface FeedRow {
  readonly horizon: string;
  readonly snapshot: string;
  readonly source: string;
  readonly lowWater: string;
  readonly event?: Event | null;
  readonly xid: string;
}

const standing = `
  select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, pg_current_snapshot()::text as snapshot, r.low_water::text as "lowWater",
         ${sourceHere} as source, r.epoch from realm r`;

const feedSql = `
  select h.*, e.event, e.xid::text
    from (${standing}) h
    left join lateral (
      select ${eventView} as event, e.xid, e.number from session_events e
       where e.epoch = h.epoch and e.xid >= $1::xid8 and not pg_visible_in_snapshot(e.xid, $2::pg_snapshot)
       order by e.xid, e.number limit $3) e on true
   order by e.xid, e.number`;
