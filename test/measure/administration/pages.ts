import { Database, searchSessions, type Search } from '@curfew/persistence';
import { emptyDatabase, type OwnDatabase } from '../../support/database.js';
import { crowd } from '../../stores/crowd.js';
import type { Row } from '../table.js';
import { timed } from './timed.js';

/** Pages of everyone's sessions, by how many there are, beside the quickest answer that the database can give. */
export async function* measurePages(sizes: readonly number[]): AsyncGenerator<Row> {
  for (const size of sizes) {
    const own = await emptyDatabase();
    await crowd(own, size);
    // What a table has that was not filled a moment ago: every page is known to be visible, and on the disk.
    await own.query('vacuum (analyze) sessions');
    await own.query('vacuum (analyze) users');
    await own.query('checkpoint');
    yield* pages(own, size);
    await own.drop();
  }
}

const filters: readonly Search['filter'][] = [
  {}, { status: 'idle' }, { status: 'ended' }, { status: 'all' }, { q: 'person-77@' }, { q: 'fire' }, { q: 'nobody at all' }, { userId: '00000007-0001-7000-8000-000000000000' },
  { ip: '10.0.3.7' }, { ip: '10.0.3.0/24' }, { ip: '10.0.0.0/8' }, { country: 'IS' }, { country: 'DE' }, { deviceType: 'tv' }, { deviceType: 'desktop' }, { os: 'haiku' }, { os: 'win' },
  { browser: 'fire' }, { online: true }, { online: false }, { createdAfter: ago(60) }, { createdBefore: ago(39_000) }, { activeBefore: ago(10) },
  { country: 'DE', deviceType: 'mobile', online: false }, { country: 'IS', os: 'win' },
];

async function* pages(own: OwnDatabase, size: number): AsyncGenerator<Row> {
  const database = await Database.connect({ url: own.runningUrl, name: 'measured' });
  const told = size.toLocaleString('en');
  const page = (search: Partial<Search>): Promise<readonly unknown[]> => searchSessions(database, { filter: {}, idleAfterMs: 900_000, sort: '-lastActiveAt', limit: 51, ...search });
  const bare = await timed(() => database.query('select 1'), 1_000);
  yield { what: `${told} sessions: select 1`, values: bare };
  const beside = (what: string, values: readonly number[], rows: number): Row => ({ what: `${told}: ${what}`, values, note: `${Math.min(rows, 50)} rows, ${(median(values) / median(bare)).toFixed(1)} × select 1` });
  for (const filter of filters) {
    const rows = await page({ filter });
    yield beside(`first page of ${JSON.stringify(filter)}`, await timed(() => page({ filter })), rows.length);
  }
  for (const sort of ['-lastActiveAt', 'lastActiveAt', '-createdAt', 'createdAt'] as const) {
    const after = await placeOf(database, sort, size);
    const rows = await page({ sort, after });
    yield beside(`page ${pageNumber(size).toLocaleString('en')} by ${sort}`, await timed(() => page({ sort, after })), rows.length);
  }
  await database.close();
}

/** Page 10,000, or the middle of fewer. */
const pageNumber = (size: number): number => Math.min(size / 100, 10_000);

async function placeOf(database: Database, sort: Search['sort'], size: number): Promise<[string, string]> {
  const column = sort.endsWith('astActiveAt') ? 'last_active_at' : 'created_at';
  const order = sort.startsWith('-') ? 'desc' : 'asc';
  const [row] = await database.query<{ key: string; id: string }>(
    `select to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as key, id from sessions where ended_at is null order by ${column} ${order}, id ${order} offset $1 limit 1`,
    [pageNumber(size) * 50],
  );
  return [row?.key ?? '', row?.id ?? ''];
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}
