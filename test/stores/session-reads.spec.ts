import { createHash } from 'node:crypto';
import { Database, loadSessions } from '@curfew/persistence';
import { populate } from '../measure/population.js';
import { atEnd } from '../support/at-end.js';
import { emptyDatabase } from '../support/database.js';

const own = await emptyDatabase();
const database = await Database.connect({ url: own.runningUrl, name: 'reads' });
atEnd(() => database.close());

it('reads a session by its token without looking at the others, also when there were few as the database last thought about how', async () => {
  const [person] = await populate(own, 2);
  const tokenHashes = [createHash('sha256').update(person?.tokens[0] ?? '').digest('base64url')];

  const rows = await database.transaction(async (sql) => {
    const read = () => loadSessions(sql, { tokenHashes, ids: [], idleGiven: false });
    const looked = async () => (await sql.query<{ readonly rows: number }>(LOOKED))[0]?.rows ?? NaN;
    // From the sixth time on it may be carried out as it was planned for whatever is asked.
    for (let times = 0; times < 9; times += 1) await read();
    await populate(own, 2_000);
    const before = await looked();
    expect((await read()).sessions.map(({ id }) => id)).toEqual([person?.sessionIds[0]]);
    return (await looked()) - before;
  });

  expect(rows).toBeLessThan(5);
});

const LOOKED = `select (pg_stat_get_xact_tuples_fetched('sessions'::regclass) + pg_stat_get_xact_tuples_returned('sessions'::regclass))::int as rows`;
