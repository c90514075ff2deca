import { standing, watchFilter, type Session, type WatchFilter } from '@curfew/contracts';
import { countSessions, Database, fillGeneration, searchSessions } from '@curfew/persistence';
import { matches, present } from '@curfew/sessions';
import { atEnd } from '../support/at-end.js';
import { emptyDatabase } from '../support/database.js';
import { seeded } from '../security/bad-input/seeded.js';

const SEED = Number(process.env['CURFEW_SEED'] ?? 20_251_117);
const idleAfterMs = 900_000;
const { next, pick } = seeded(SEED);
const whole = (below: number): number => Math.floor(next() * below);
const sometimes = <T>(likely: number, make: () => T): T | undefined => (next() < likely ? make() : undefined);

const users = Array.from({ length: 12 }, (_, at) => `01890a5d-ac96-774b-bcce-0000000000${at.toString(16).padStart(2, '0')}`);
const countries = ['DE', 'FR', 'IS', null];
const types = ['desktop', 'laptop', 'mobile', 'tv', 'unknown'] as const;
// Few networks, written in the ways in which they can be, so that some are met.
const v4 = (): string => `${pick(['10.0', '10.1', '192.168'])}.${whole(3)}.${whole(256)}`;
const v6 = (): string => pick([`2001:db8::${whole(4)}:${whole(65_536).toString(16)}`, `2001:db8:0:0:${whole(3)}::1`, `::ffff:10.0.${whole(3)}.${whole(256)}`, `fe80::${whole(9)}`, '::', '::1']);
const address = (): string => (next() < 0.6 ? v4() : v6());
const network = (): string => (next() < 0.3 ? address() : next() < 0.6 ? `${v4()}/${pick([0, 7, 8, 15, 16, 23, 24, 31, 32])}` : `${v6()}/${pick([0, 1, 16, 31, 32, 33, 63, 64, 95, 96, 104, 112, 127, 128])}`);

const filter = (): WatchFilter =>
  watchFilter.parse({
    userId: sometimes(0.2, () => pick(users)),
    ip: sometimes(0.5, network),
    country: sometimes(0.3, () => pick(['DE', 'fr', 'IS', 'XX'])),
    deviceType: sometimes(0.3, () => pick([...types, 'watch'] as const)),
    status: sometimes(0.8, () => pick(standing.options)),
  });

const own = await emptyDatabase();
const database = await Database.connect({ url: own.url, name: 'filters' });
atEnd(() => database.close());
await database.query(`insert into users (id, email, generation) select u, u || '@example.com', case when o % 3 = 0 then 1 else 0 end from unnest($1::uuid[]) with ordinality x (u, o)`, [users]);
// What has ended with its generation, and is not written into its rows yet.
await database.query(
  `insert into generation_ends (user_id, generation, reason, ended_by, position, ended_at)
   select id, 0, case when id::text < '01890a5d-ac96-774b-bcce-000000000006' then 'signed-out' else 'user-disabled' end, '{"type": "system", "id": null}', '1-1', now() - interval '1 hour'
     from users where generation = 1`,
);
await database.query(
  `insert into sessions (id, user_id, token_hash, generation, realm_generation, method, device_type, device_name, ip_address, country, last_active_at, created_at, expires_at, absolute_expires_at, ended_at, end_reason, ended_by)
   select uuid_v7(), r.user_id, sha256(uuid_v7()::text::bytea), r.generation, 0, 'password', r.type, 'Firefox on Ubuntu', r.ip, r.country,
          now() - r.ago, now() - r.ago, now() + r.left, now() + greatest(r.left, interval '1 second'), case when r.reason is not null then now() end, r.reason,
          case when r.reason is not null then '{"type": "system", "id": null}'::jsonb end
     from jsonb_to_recordset($1) r (user_id uuid, generation int, type text, ip inet, country text, ago interval, "left" interval, reason text)`,
  [
    JSON.stringify(
      Array.from({ length: 900 }, () => ({
        user_id: pick(users),
        generation: whole(2),
        type: pick(types),
        ip: address(),
        country: pick(countries),
        // Far from the moment at which a session becomes idle.
        ago: pick(['1 minute', '5 hours', '9 days']),
        left: pick(['1 day', '9 days', '-1 minute', '-2 hours']),
        reason: pick([null, null, null, 'signed-out', 'idle-timeout', 'revoked-by-user', 'bulk']),
      })),
    ),
  ],
);
// Whoever opened a session did so in a generation that was there.
await database.query('update sessions s set generation = least(s.generation, u.generation) from users u where u.id = s.user_id');

const found = async (chosen: WatchFilter): Promise<readonly Session[]> =>
  (await searchSessions(database, { filter: chosen, idleAfterMs, sort: 'createdAt', limit: 10_000 })).map(({ view, connections }) => present(view, { now: Date.now(), idleAfterMs, currentId: null, connections }));
const everyone = await found({ status: 'all' });

it(`chooses in memory, for who watches, what the database finds and ends (seed ${SEED})`, async () => {
  let chosen = 0;
  for (let at = 0; at < 400; at += 1) {
    const asked = filter();
    const inMemory = everyone.filter((session) => matches(session, asked)).map(({ id }) => id);
    const inDatabase = (await found(asked)).map(({ id }) => id);
    expect({ asked, ids: inDatabase.toSorted() }).toEqual({ asked, ids: inMemory.toSorted() });
    chosen += inMemory.length > 0 ? 1 : 0;
  }
  // A generator whose filters choose nobody would prove nothing.
  expect(chosen).toBeGreaterThan(100);
});

it('has every session stand as exactly one of live and ended, and as exactly one status', async () => {
  const standings = ['active', 'idle', 'signed-out', 'revoked', 'expired'] as const;
  const counts = await Promise.all(standings.map(async (status) => (await found({ status })).map((session) => session.status)));
  for (const [at, statuses] of counts.entries()) expect(new Set(statuses)).toEqual(new Set([standings[at]]));
  expect(counts.flat()).toHaveLength(everyone.length);
  expect((await found({ status: 'live' })).length + (await found({ status: 'ended' })).length).toBe(everyone.length);
});

it('counts exactly as many as it finds, while the end of a generation is not written into its rows yet, and when it is', async () => {
  const filters = Array.from({ length: 40 }, filter);
  const wrong = async (): Promise<readonly unknown[]> => {
    const found: unknown[] = [];
    for (const each of filters) {
      const rows = await searchSessions(database, { filter: each, idleAfterMs, sort: '-createdAt', limit: 1_000 });
      const { counted } = await countSessions(database, { filter: each, idleAfterMs }, 1_000);
      if (counted !== rows.length) found.push({ filter: each, counted, rows: rows.length });
    }
    return found;
  };
  expect(await wrong()).toEqual([]);
  while ((await fillGeneration(database, 100)) > 0);
  expect(await database.query('select from generation_ends where filled_at is null')).toEqual([]);
  expect(await wrong()).toEqual([]);
});
