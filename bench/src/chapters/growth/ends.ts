import { setTimeout as pause } from 'node:timers/promises';
import type { EndedMany, Revocation, RevocationAccepted } from '@curfew/contracts';
import pg from 'pg';
import { populate, type Inhabitant } from '../../../../test/measure/population.js';
import { viewSql } from '../../../../test/stores/history.js';
import type { Plan, Row } from '../../harness/findings.js';
import { interleaved } from '../../harness/interleaved.js';
import { median } from '../../harness/statistics.js';
import { told, type Curve } from './curve.js';
import { timed, type Home } from './home.js';

export const COMMIT = 'a bare commit of one row and one event';

/** Everything of a user, by how many sessions that is, beside the one commit that any end takes. */
export async function endsOfUser(plan: Plan, home: Home, sizes: readonly number[]): Promise<{ readonly ours: Curve; readonly commit: Row }> {
  const bare = await bareStatements(home);
  const measure = async (size: number): Promise<Record<string, number>> => {
    const samples = size > 10_000 ? 4 : 10;
    const [first, ...people] = await populate(home.database, samples + 1, size);
    await settle(home);
    const took = { committed: [] as number[], confirmed: [] as number[] };
    const end = async ({ userId }: Inhabitant, how: keyof typeof took): Promise<number> =>
      (await timed<EndedMany>(home, `DELETE /v1/admin/users/${userId}/sessions?wait=${how === 'committed' ? 0 : 10_000}`, { token: home.root })).ms;
    // The api has not been asked for a while: it connects to the database anew for the first.
    if (first !== undefined) await end(first, 'committed');
    for (const [index, person] of people.entries()) {
      const how = index % 2 === 0 ? 'committed' : 'confirmed';
      took[how].push(await end(person, how));
    }
    return { committed: median(took.committed), confirmed: median(took.confirmed) };
  };
  const commit = async (): Promise<Record<string, number>> => {
    const took: number[] = [];
    for (const { sessionIds: [id = ''] } of await populate(home.database, 20, 1)) took.push(await bare.one(id));
    return { committed: median(took) };
  };
  const [own = { name: COMMIT, rounds: {} }, ...rows] = await interleaved(plan, [
    { name: COMMIT, setUp: async () => ({ measure: commit, tearDown: bare.close }) },
    ...sizes.map((size) => ({ name: told(size), setUp: async () => ({ measure: (round: number) => measure(round < 0 ? 1 : size) }) })),
  ]);
  return { ours: { sizes, rows }, commit: own };
}

/** As many by a filter, an event each, beside one bare statement that does as much. */
export async function endsByFilter(plan: Plan, home: Home, sizes: readonly number[]): Promise<{ readonly ours: Curve; readonly bare: Curve }> {
  const bare = await bareStatements(home);
  const crowd = async (size: number): Promise<string> => {
    const [person] = await populate(home.database, 1, size);
    await settle(home);
    return person?.userId ?? '';
  };
  const contenders = sizes.flatMap((size) => [
    { name: `bare, ${told(size)}`, measure: async (count: number) => ({ time: await bare.all(await crowd(count)) }) },
    { name: told(size), measure: async (count: number) => ({ time: await byFilter(home, await crowd(count)) }) },
  ].map(({ name, measure }) => ({ name, setUp: async () => ({ measure: (round: number) => measure(round < 0 ? 100 : size) }) })));
  const rows: readonly Row[] = await interleaved(plan, contenders).finally(bare.close);
  return { ours: { sizes, rows: rows.filter(({ name }) => !name.startsWith('bare')) }, bare: { sizes, rows: rows.filter(({ name }) => name.startsWith('bare')) } };
}

/** What the database still has to do of all that was just written is not what is measured. */
async function settle({ database }: Home): Promise<void> {
  await database.query('vacuum (analyze) sessions');
  await database.query('checkpoint');
}

/** By the database's clock: from the request to the last event. */
async function byFilter(home: Home, userId: string): Promise<number> {
  const { body: { revocation } } = await timed<RevocationAccepted>(home, 'POST /v1/admin/revocations', { token: home.root, body: { filter: { userId }, reason: 'measured' } });
  for (;;) {
    const { body } = await timed<Revocation>(home, `GET /v1/admin/revocations/${revocation.id}`, { token: home.root });
    if (body.finishedAt !== null) return Date.parse(body.finishedAt) - Date.parse(body.createdAt);
    await pause(20);
  }
}

async function bareStatements({ database }: Home): Promise<{ readonly one: (id: string) => Promise<number>; readonly all: (userId: string) => Promise<number>; readonly close: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const run = async (name: string, text: string, value: string): Promise<number> => {
    const sent = performance.now();
    await client.query({ name, text, values: [value] });
    return performance.now() - sent;
  };
  return { one: (id) => run('one', statement('s.id'), id), all: (userId) => run('all', statement('s.user_id'), userId), close: () => client.end() };
}

const statement = (column: string): string => `
  with s as (update sessions s set ended_at = now(), end_reason = 'bulk', ended_by = '{"type": "admin", "id": null}' where ${column} = $1 and ended_at is null returning *)
  insert into session_events (epoch, id, type, user_id, session_id, actor_type, reason, session, ip_address)
  select r.epoch, uuid_v7(), 'session-revoked', s.user_id, s.id, 'admin', 'bulk', ${viewSql}, s.ip_address from s, realm r`;
