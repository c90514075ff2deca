import { Database, listOwnSessions, searchSql, type Search, type Sql } from '@curfew/persistence';
import { atEnd } from '../support/at-end.js';
import { emptyDatabase } from '../support/database.js';
import { crowd } from './crowd.js';
import { planOf, wholes, type Plan } from './plans.js';

const SESSIONS = 1_000_000;

const own = await emptyDatabase();
await crowd(own, SESSIONS);
const database = await Database.connect({ url: own.runningUrl, name: 'search' });
atEnd(() => database.close());

// What it costs to read them all.
const whole = (await planOf(database, 'select * from sessions'))['Total Cost'];

const sorts = ['-createdAt', 'createdAt', '-lastActiveAt', 'lastActiveAt'] as const;

// Each filter that the page offers, where few match and where many do.
const filters: readonly Search['filter'][] = [
  {},
  ...(['active', 'idle', 'ended', 'all', 'signed-out', 'revoked', 'expired'] as const).map((status) => ({ status })),
  { q: 'person-77@' }, { q: 'person' }, { q: 'ada 1' }, { q: 'fire' }, { q: 'gemini' }, { q: 'kitchen' }, { q: 'nobody at all' }, { q: '10.0.3.7' }, { q: '10.0.0.0/8' },
  { userId: '00000007-0001-7000-8000-000000000000' },
  { ip: '10.0.3.7' }, { ip: '10.0.3.0/24' }, { ip: '10.0.0.0/8' }, { ip: '::/0' },
  { country: 'IS' }, { country: 'DE' }, { country: 'XX' },
  { deviceType: 'tv' }, { deviceType: 'desktop' }, { deviceType: 'watch' },
  { os: 'haiku' }, { os: 'Win' }, { browser: 'gem' }, { browser: 'Fire' },
  { online: true }, { online: false },
  { createdAfter: ago(5) }, { createdAfter: ago(30_000) }, { createdBefore: ago(39_990) }, { createdBefore: ago(10) }, { activeBefore: ago(27_990) }, { activeBefore: ago(10) },
  { country: 'DE', deviceType: 'tv' }, { country: 'IS', os: 'Win', online: true }, { q: 'fire', country: 'IS', status: 'ended' }, { country: 'IS', status: 'all' }, { deviceType: 'tv', status: 'ended' },
];

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

const places: readonly Pick<Search, 'limit' | 'after'>[] = [
  { limit: 51 },
  { limit: 51, after: [ago(14_000), '00000007-0002-7000-8000-000000000000'] },
  // As far as it is counted.
  { limit: 10_001 },
];

describe.each(filters)('among a million sessions, those with %j', (filter) => {
  it.each(sorts)('are found by indexes, by %s', async (sort) => {
    const wrong: unknown[] = [];
    for (const place of places) {
      const { statement, values } = await searchSql(database, { filter, sort, idleAfterMs: 900_000, ...place });
      const plan = await planOf(database, typeof statement === 'string' ? statement : statement.text, values);
      for (const node of wholes(plan, 'sessions', SESSIONS / 10)) wrong.push({ ...place, node });
      // An index that is walked from end to end for the few that match is no better than the table.
      if (place.limit < 100 && plan['Total Cost'] > whole / 4) wrong.push({ ...place, cost: plan['Total Cost'], whole });
    }
    expect(wrong).toEqual([]);
  });
});

const usual = sorts.flatMap((sort) => places.slice(0, 2).map(({ after }) => ({ sort, after })));

// As the connections plan it once, whatever the place in the list.
it.each(usual)('among a million sessions, the list as it stands walks its index by one plan for all, from $after by $sort', async ({ sort, after }) => {
  const { statement } = await searchSql(database, { filter: {}, sort, idleAfterMs: 900_000, limit: 51, after });
  if (typeof statement === 'string') throw new Error('planned each time');
  const plan = await planForAll(statement.text);
  expect(plan['Total Cost']).toBeLessThan(whole / 10);
  expect(wholes(plan, 'sessions', 51)).toEqual([]);
});

it.each(['live', 'ended', 'all'] as const)('a user’s own list walks its index by one plan for all, however many sessions the user has: %s', async (status) => {
  const asked: string[] = [];
  const sql: Sql = { query: async (statement) => (asked.push(typeof statement === 'string' ? statement : statement.text), []) };
  await listOwnSessions(sql, { userId: '00000007-0001-7000-8000-000000000000', status, limit: 51, except: null });
  const plan = await planForAll(asked[0] ?? '');
  expect(JSON.stringify(plan)).toContain('sessions_of_user');
  expect(JSON.stringify(plan)).not.toContain('"Sort Key":["s.last_active_at');
});

async function planForAll(text: string): Promise<Plan> {
  const [row] = await database.query<{ readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(`explain (generic_plan, format json) ${text}`);
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  if (plan === undefined) throw new Error('A plan has a node.');
  return plan;
}
