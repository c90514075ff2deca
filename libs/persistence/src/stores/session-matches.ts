import type { RevocationPreview } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { filterSql, type Filtering } from './session-filter.js';
import { isLive } from './session-view.js';

/** Live sessions that match, opened not later than `openedBy` (null: until now), but for the spared one. */
export interface Matching extends Omit<Filtering, 'values'> {
  readonly openedBy: string | null;
  readonly spare: string | null;
}

/** How many match, of how many users, and when that was. */
export interface MatchCount {
  readonly matched: number;
  readonly users: number;
  readonly countedAt: string;
}

/** Counts all that match: exactly, as it is about to be confirmed by someone. */
export async function countMatching(sql: Sql, matching: Matching): Promise<MatchCount> {
  const { from, values } = await matchingSql(sql, matching);
  const [row] = await sql.query<MatchCount>(
    `select count(*)::int as matched, count(distinct s.user_id)::int as users, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "countedAt" ${from}`,
    values,
  );
  if (row === undefined) throw new Error('A count has a row.');
  return row;
}

/** What matches by user, country and device, the most frequent first. */
export type MatchBreakdown = Omit<RevocationPreview['breakdown'], 'users'>;

/** The `most` frequent of each. */
export async function breakDownMatching(sql: Sql, matching: Matching, most: number): Promise<MatchBreakdown> {
  const { from, values } = await matchingSql(sql, matching);
  const bound = [...values, most];
  const limit = `order by count(*) desc, 1 limit $${bound.length}::int`;
  const [byUser, byCountry, byDevice] = await Promise.all([
    sql.query<MatchBreakdown['byUser'][number]>(`select u.id as "userId", coalesce(u.email, '') as email, u.name, count(*)::int as count ${from} group by u.id, u.email, u.name ${limit}`, bound),
    sql.query<MatchBreakdown['byCountry'][number]>(`select s.country, count(*)::int as count ${from} group by s.country ${limit}`, bound),
    sql.query<MatchBreakdown['byDevice'][number]>(`select s.device_type as type, count(*)::int as count ${from} group by s.device_type ${limit}`, bound),
  ]);
  return { byUser: [...byUser], byCountry: [...byCountry], byDevice: [...byDevice] };
}

/** A session that matches, with the key of its place among them. */
export interface Matched {
  readonly id: string;
  readonly key: string;
}

/** So many that match, in the order in which they were opened, after that one. */
export async function listMatching(sql: Sql, matching: Matching, { limit, after }: { readonly limit: number; readonly after: Matched | undefined }): Promise<readonly Matched[]> {
  const { from, values } = await matchingSql(sql, matching);
  const bound = [...values, limit];
  const keyset = after === undefined ? '' : `and (s.created_at, s.id) > ($${bound.push(after.key)}::timestamptz, $${bound.push(after.id)}::uuid)`;
  return sql.query<Matched>(
    `select s.id, to_char(s.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as key ${from} ${keyset} order by s.created_at, s.id limit $${values.length + 1}::int`,
    bound,
  );
}

/** The rows that match, as SQL: sessions `s` of users `u` in the realm `r`. */
export async function matchingSql(sql: Sql, { openedBy, spare, ...filtering }: Matching, before: readonly unknown[] = []): Promise<{ readonly from: string; readonly values: readonly unknown[] }> {
  const { conditions, values } = await filterSql(sql, { ...filtering, values: before });
  if (openedBy !== null) conditions.push(`s.created_at <= $${values.push(openedBy)}::timestamptz`);
  if (spare !== null) conditions.push(`s.id <> $${values.push(spare)}::uuid`);
  return { from: `from sessions s join users u on u.id = s.user_id cross join realm r where ${[isLive, ...conditions].join(' and ')}`, values };
}
