import { endReason, statusOf, type Sort } from '@curfew/contracts';

import type { Prepared, Sql } from '../database.js';
import { filterSql, isOfLive, type FilterSql, type Filtering } from './session-filter.js';
import { anyPageSql, listedBy, livePageSql, sorts, type ListedRow, type ListedSession } from './session-lists.js';
import { endJoin, isLive, isLiveAlone } from './session-view.js';

/** Everyone's sessions that match, in this order, after the row with these keys. */
export interface Search extends Omit<Filtering, 'values'> {
  readonly sort: Sort;
  readonly limit: number;
  readonly after?: readonly (string | number)[] | undefined;
}

/** One page of everyone's sessions. */
export async function searchSessions(sql: Sql, search: Search): Promise<readonly ListedSession[]> {
  const { statement, values } = await searchSql(sql, search);
  return (await sql.query<ListedRow>(statement, values)).map(listedBy(search.sort));
}

/** The statement of a page, for whoever asks how it is carried out. */
export async function searchSql(sql: Sql, search: Search): Promise<{ readonly statement: string | Prepared; readonly values: readonly unknown[] }> {
  const { sort, filter, limit, after } = search;
  // The list as it stands when nothing was chosen: planned once, with its length, on which the plan depends.
  const usual = limit === USUAL && isLiveAll(filter);
  const { branches, order, values } = await found(sql, search, usual ? undefined : limit);
  const [only] = branches;
  const text = isOfLive(filter.status ?? 'live') && only !== undefined ? livePageSql(`${only} ${order}`) : anyPageSql(oneOf(branches, 's.*', order), sorts[sort]);
  return { statement: usual ? { name: `everyones-${sort}${after === undefined ? '' : '-next'}`, text } : text, values };
}

// Fifty rows, and one that says that there are more.
const USUAL = 51;

const isLiveAll = ({ status = 'live', ...filter }: Search['filter']): boolean => status === 'live' && Object.values(filter).every((value) => value === undefined);

/** How many match: counted up to `most`; and, where there are more, how many there are as the database estimates. */
export async function countSessions(sql: Sql, filtering: Omit<Filtering, 'values'>, most: number): Promise<{ readonly counted: number; readonly estimate: number }> {
  const counted = (await countUnmarked(sql, filtering, most)) ?? (await countFound(sql, filtering, most));
  return counted <= most ? { counted, estimate: counted } : { counted, estimate: await estimated(sql, filtering) };
}

// A session whose generation has ended is without a mark only until the worker has written it in, which is seconds, and then its generation stands among the
// unfilled ones. While none does (looked up in the same snapshot), what is not marked and not over is what is live, and ten thousand users need not be looked up.
async function countUnmarked(sql: Sql, filtering: Omit<Filtering, 'values'>, most: number): Promise<number | undefined> {
  const { conditions, standing, values, asksOfUsers } = await filterSql(sql, { ...filtering, values: [most + 1] });
  if (!isOfLive(standing) || asksOfUsers) return undefined;
  const rows = `select from sessions s where ${['s.ended_at is null', 's.expires_at > now()', ...conditions].join(' and ')} limit $1`;
  const [row] = await sql.query<{ readonly counted: number; readonly unfilled: boolean }>(
    `select (select count(*)::int from (${rows}) capped) as counted, exists (select from generation_ends where filled_at is null) as unfilled`,
    values,
  );
  return row === undefined || row.unfilled ? undefined : row.counted;
}

async function countFound(sql: Sql, filtering: Omit<Filtering, 'values'>, most: number): Promise<number> {
  const { branches, order, values } = await found(sql, { ...filtering, sort: '-lastActiveAt' }, most + 1);
  const [row] = await sql.query<{ readonly counted: number }>(`select count(*)::int as counted from (${oneOf(branches, 's.id, s.last_active_at', order)}) capped`, values);
  return row?.counted ?? 0;
}

interface Found {
  /** From where: each has nothing in common with the others. */
  readonly branches: readonly string[];
  /** In which order, and how many. */
  readonly order: string;
  readonly values: readonly unknown[];
}

/** The rows of a page, cut to its length: the first value, unless it is the usual one. */
async function found(sql: Sql, { sort, after, ...filtering }: Omit<Search, 'limit'>, limit: number | undefined): Promise<Found> {
  const filter = await filterSql(sql, { ...filtering, values: limit === undefined ? [] : [limit] });
  const { column, direction, beyond } = sorts[sort];
  const keyset = after === undefined ? [] : [`(s.${column}, s.id) ${beyond} ($${filter.values.push(after[0])}::timestamptz, $${filter.values.push(after[1])}::uuid)`];
  // Thousands may be found here before they are put in order: then a join of their users is cheaper than one by one.
  const joins = filtering.filter.q !== undefined || filtering.filter.online === true;
  const users = joins ? 'join users u on u.id = s.user_id cross join realm r' : '';
  const branches = (await standings(sql, filter, joins)).map(({ from, conditions }) => `from ${from} ${users} where ${[...conditions, ...filter.conditions, ...keyset].join(' and ')}`);
  return { branches, order: `order by s.${column} ${direction}, s.id ${direction} limit ${limit === undefined ? USUAL : '$1'}`, values: filter.values };
}

const oneOf = (branches: readonly string[], columns: string, order: string): string => {
  const rows = branches.map((branch) => `select ${columns} ${branch} ${order}`);
  const [only] = rows;
  return rows.length === 1 && only !== undefined ? only : `select * from (${rows.map((each) => `(${each})`).join(' union all ')}) s ${order}`;
};

interface Standings {
  readonly from: string;
  readonly conditions: readonly string[];
}

// Ended is what is marked so, and what is not marked yet, as its deadline passed or its generation ended a moment ago. Each has its index.
async function standings(sql: Sql, { standing, values }: FilterSql, joins: boolean): Promise<readonly Standings[]> {
  if (standing === 'all') return [{ from: 'sessions s', conditions: ['true'] }];
  if (isOfLive(standing)) return [{ from: 'sessions s', conditions: [joins ? isLive : isLiveAlone] }];
  const unfilled = await sql.query<Unfilled>(unfilledSql);
  const bind = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const reasons = standing === 'ended' ? undefined : bind(reasonsOf[standing], 'text[]');
  const marked = { from: 'sessions s', conditions: ['s.ended_at is not null', ...(reasons === undefined ? [] : [`s.end_reason = any(${reasons})`])] };
  return [marked, ...unmarked(unfilled, bind).map(({ from, conditions }) => (reasons === undefined ? { from, conditions } : { from: `${from} ${endJoin}`, conditions: [...conditions, `e.reason = any(${reasons})`] }))];
}

interface Unfilled {
  readonly userId: string;
  readonly generation: number;
  readonly ofRealm: boolean;
}

// The worker writes them into their rows within seconds: there are few, and mostly none.
const unfilledSql = `
  select user_id as "userId", generation, user_id = '00000000-0000-0000-0000-000000000000' as "ofRealm"
    from generation_ends where filled_at is null order by ended_at limit 1000`;

// Three that have nothing in common.
function unmarked(unfilled: readonly Unfilled[], bind: (value: unknown, type: string) => string): readonly Standings[] {
  const realm = unfilled.filter(({ ofRealm }) => ofRealm).map(({ generation }) => generation);
  const users = unfilled.filter(({ ofRealm }) => !ofRealm);
  const others = ['s.ended_at is null', 's.expires_at > now()'];
  const due = { from: 'sessions s', conditions: ['s.ended_at is null', 's.expires_at <= now()'] };
  const ofRealm = (): Standings => ({ from: 'sessions s', conditions: [...others, `s.realm_generation = any(${bind(realm, 'int[]')})`] });
  const ofUsers = (): Standings => {
    const [ids, generations] = [bind(users.map(({ userId }) => userId), 'uuid[]'), bind(users.map(({ generation }) => generation), 'int[]')];
    const notOfRealm = realm.length === 0 ? [] : [`s.realm_generation <> all(${bind(realm, 'int[]')})`];
    return { from: `unnest(${ids}, ${generations}) g (user_id, generation) join sessions s on s.user_id = g.user_id and s.generation = g.generation`, conditions: [...others, ...notOfRealm] };
  };
  return [due, ...(realm.length === 0 ? [] : [ofRealm()]), ...(users.length === 0 ? [] : [ofUsers()])];
}

const reasonsOf: Readonly<Record<string, readonly string[]>> = {
  'signed-out': ['signed-out'],
  expired: ['idle-timeout', 'absolute-timeout'],
  revoked: endReason.options.filter((reason) => statusOf(reason) === 'revoked'),
};

// Not of their generations: how often those fit would be guessed, and what has just been revoked is not worth the difference.
async function estimated(sql: Sql, filtering: Omit<Filtering, 'values'>): Promise<number> {
  const { conditions, standing, values } = await filterSql(sql, filtering);
  const stands = standing === 'all' ? 'true' : isOfLive(standing) ? 's.ended_at is null and s.expires_at > now()' : 's.ended_at is not null';
  const [row] = await sql.query<Explained>(`explain (format json) select from sessions s join users u on u.id = s.user_id where ${[stands, ...conditions].join(' and ')}`, values);
  return row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
}

interface Explained {
  readonly 'QUERY PLAN': readonly { readonly Plan: { readonly 'Plan Rows': number } }[];
}
