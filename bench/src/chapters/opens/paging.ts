import { Database, listOwnSessions, searchSessions, type Search } from '@curfew/persistence';
import { crowd } from '../../../../test/stores/crowd.js';
import { emptyDatabase } from '../../../../test/support/database.js';
import type { Plan, Row } from '../../harness/findings.js';
import { interleaved } from '../../harness/interleaved.js';
import { quantiles } from '../../harness/statistics.js';

export const BARE = 'select 1';
export const OFFSET = 'the middle, by offset';

/** What pages took at one size, a row a page. */
export interface Sized {
  readonly size: number;
  readonly rows: readonly Row[];
}

/** Pages of a table of so many sessions, half of them in the middle's way, beside the least that the database can be asked. */
export async function pagesAt(plan: Plan, size: number): Promise<Sized> {
  plan.tell(`${size.toLocaleString('en')} sessions`);
  const own = await emptyDatabase();
  await crowd(own, size);
  await own.query('vacuum (analyze) sessions');
  await own.query('vacuum (analyze) users');
  await own.query('checkpoint');
  const database = await Database.connect({ url: own.runningUrl, name: 'bench' });
  const asked = await questions(database, size);
  const rows = await interleaved(plan, asked.map(([name, ask, times]) => ({ name, setUp: async () => ({ measure: () => timed(ask, plan.smoke ? 3 : times) }) })));
  await database.close();
  await own.drop();
  return { size, rows };
}

type Asked = readonly [name: string, ask: () => Promise<unknown>, times: number];

async function questions(database: Database, size: number): Promise<readonly Asked[]> {
  const middle = Math.floor(size / 3);
  const page = (more: Partial<Search> = {}) => (): Promise<unknown> => searchSessions(database, { filter: {}, idleAfterMs: 900_000, sort: '-lastActiveAt', limit: 51, ...more });
  const [place] = await database.query<{ readonly key: string; readonly id: string; readonly user: string }>(
    `select to_char(last_active_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as key, id, user_id as user from sessions where ended_at is null order by last_active_at desc, id desc offset $1 limit 1`,
    [middle],
  );
  const { key = '', id = '', user = '' } = place ?? {};
  const byOffset = `select s.id, s.user_id, s.device_name, s.ip_address, s.last_active_at, u.email from sessions s join users u on u.id = s.user_id
    where s.ended_at is null order by s.last_active_at desc, s.id desc offset $1 limit 51`;
  return [
    [BARE, () => database.query('select 1'), 200],
    ['own list', () => listOwnSessions(database, { userId: user, status: 'live', limit: 51, except: null }), 100],
    ['everyone’s, first page', page(), 100],
    ['everyone’s, in the middle', page({ after: [key, id] }), 100],
    ['everyone’s, of a rare country', page({ filter: { country: 'IS' } }), 100],
    [OFFSET, () => database.query(byOffset, [middle]), 5],
  ];
}

async function timed(ask: () => Promise<unknown>, times: number): Promise<Readonly<Record<string, number>>> {
  const took: number[] = [];
  for (let count = 0; count < times; count += 1) {
    const began = performance.now();
    await ask();
    took.push(performance.now() - began);
  }
  const { p50, p99 } = quantiles(took);
  return { p50, p99 };
}
