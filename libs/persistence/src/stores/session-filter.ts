import { isIP } from 'node:net';

import { network, type SessionFilter, type Standing } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { ofPeople } from './canaries.js';

/** A filter as SQL, over a row `s`, its user `u` and the realm `r`. Its twin for a session in memory is `matches` in libs/sessions: a test holds them to each other. */
export interface FilterSql {
  /** What must hold of a session beside how it stands. */
  readonly conditions: string[];
  readonly standing: Standing;
  readonly values: unknown[];
  /** The conditions ask for something of the user `u`. */
  readonly asksOfUsers: boolean;
}

/** A filter with what it depends on beside: the values that are bound before it, and when a live session is idle. */
export interface Filtering {
  readonly filter: SessionFilter;
  readonly idleAfterMs: number;
  readonly values?: readonly unknown[];
}

/** Writes a filter as SQL. Whose sessions `q` means is looked up first, so that the statement itself asks for what is indexed. */
export async function filterSql(sql: Sql, { filter, idleAfterMs, values: before = [] }: Filtering): Promise<FilterSql> {
  const values = [...before];
  const bind = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const { status: standing = 'live' } = filter;
  const conditions = [ofPeople('s.user_id'), ...plain(filter, bind)];
  const users = filter.q === undefined ? [] : await usersCalled(sql, filter.q);
  if (filter.q !== undefined) conditions.push(beginsWith(filter.q, users, bind));
  if (standing === 'active' || standing === 'idle') {
    conditions.push(`s.last_active_at ${standing === 'active' ? '>' : '<='} now() - ${bind(idleAfterMs, 'float8')} * interval '1 millisecond'`);
  }
  return { conditions, standing, values, asksOfUsers: users === undefined };
}

/** Standings of sessions that would be admitted right now. */
export const isOfLive = (standing: Standing): boolean => standing === 'live' || standing === 'active' || standing === 'idle';

type Bind = (value: unknown, type: string) => string;

function plain(filter: SessionFilter, bind: Bind): readonly string[] {
  const { userId, ip, country, deviceType, os, browser, createdAfter, createdBefore, activeBefore, online } = filter;
  return [
    ...(userId === undefined ? [] : [`s.user_id = ${bind(userId, 'uuid')}`]),
    ...(ip === undefined ? [] : [`s.ip_address <<= ${bind(ip, 'inet')}`]),
    ...(country === undefined ? [] : [`s.country = ${bind(country, 'text')}`]),
    ...(deviceType === undefined ? [] : [`s.device_type = ${bind(deviceType, 'text')}`]),
    ...(os === undefined ? [] : [`lower(s.device_os) like lower(${bind(beginning(os), 'text')})`]),
    ...(browser === undefined ? [] : [`lower(s.device_browser) like lower(${bind(beginning(browser), 'text')})`]),
    ...(createdAfter === undefined ? [] : [`s.created_at >= ${bind(createdAfter, 'timestamptz')}`]),
    ...(createdBefore === undefined ? [] : [`s.created_at < ${bind(createdBefore, 'timestamptz')}`]),
    ...(activeBefore === undefined ? [] : [`s.last_active_at < ${bind(activeBefore, 'timestamptz')}`]),
    ...(online === undefined ? [] : [`${online ? '' : 'not '}${isOnline}`]),
  ];
}

// Few users are named one by one, so that their sessions are found by index; many are met on the way through the list.
function beginsWith(q: string, users: readonly string[] | undefined, bind: Bind): string {
  const like = `lower(${bind(beginning(q), 'text')})`;
  const whose = users === undefined ? [`u.email like ${like}`, `lower(u.name) like ${like}`] : [`s.user_id = any(${bind(users, 'uuid[]')})`];
  const conditions = [...whose, `lower(s.device_name) like ${like}`, `lower(s.device_label) like ${like}`];
  if (isNetwork(q)) conditions.push(`s.ip_address <<= ${bind(q, 'inet')}`);
  return `(${conditions.join(' or ')})`;
}

async function usersCalled(sql: Sql, q: string): Promise<readonly string[] | undefined> {
  const rows = await sql.query<{ readonly id: string }>(`select id from (${usersCalledSql('lower($1::text)')}) u limit ${FEW + 1}`, [beginning(q)]);
  return rows.length > FEW ? undefined : rows.map(({ id }) => id);
}

const usersCalledSql = (like: string): string => `select id from users where email like ${like} union all select id from users where lower(name) like ${like}`;

const isOnline = 'exists (select from presence p join consumers c on c.id = p.consumer_id and c.online_until > now() where p.session_id = s.id)';

const beginning = (text: string): string => `${text.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;

// The schema alone would read a word with a slash, the first check alone an address with a zone.
const isNetwork = (q: string): boolean => isIP(q.split('/', 1)[0] ?? '') !== 0 && network.safeParse(q).success;

const FEW = 1_000;
