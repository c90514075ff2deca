import type { AuditVerification, Page, Session } from '@curfew/contracts';
import { Database, readLog } from '@curfew/persistence';
import { atEnd } from '../support/at-end.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { emptyDatabase } from '../support/database.js';
import { administrator, signedIn, signedUp } from '../support/people.js';

// A month long ago, with what happened in it.
const database = await emptyDatabase();
await database.query(`create table session_events_2024_03 partition of session_events for values from ('2024-03-01Z') to ('2024-04-01Z')`);
await database.query(`insert into users (id, email) values (uuid_v7(), 'old@example.com')`);
await database.query(
  `insert into session_events (epoch, id, type, occurred_at, user_id, actor_type) select r.epoch, uuid_v7(), 'session-created', '2024-03-05Z'::timestamptz + n * interval '1 minute', u.id, 'user' from realm r, users u, generate_series(1, 50) n`);
await database.query(
  `insert into sessions (id, user_id, token_hash, generation, realm_generation, method, device_type, device_name, ip_address, created_at, last_active_at, expires_at, absolute_expires_at, ended_at, end_reason, ended_by)
   select uuid_v7(), u.id, sha256(n::text::bytea), 0, 0, 'password', 'desktop', 'Firefox', '127.0.0.1', '2024-03-05Z', '2024-03-05Z', '2024-04-05Z', '2024-04-05Z',
     case when n <= 2500 then '2024-03-06Z'::timestamptz else now() - interval '3 days' end, 'signed-out', '{"type":"system","id":null}' from users u, generate_series(1, 2510) n`);

const { apis: [api], start } = await curfew({ RETENTION: '30d', POLL_INTERVAL: '200ms', LEASE: '3s', IP_PRIVACY: 'truncate' }, { gateways: 1, database });
const own = await Database.connect({ url: database.url, name: 'retention test', poolSize: 1 });
atEnd(() => own.close());
const root = await administrator(api);
const partitions = async (): Promise<readonly string[]> =>
  (await database.query<{ name: string }>(`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'session_events'::regclass order by 1`)).map(({ name }) => name);

it('keeps what is younger than the retention, and lets go sessions that ended earlier, in batches', async () => {
  await eventually(async () => (await ended()) === 10, 60_000);
  expect(await ended()).toBe(10);
});

it('drops a month of the log only when all of it is chained and how far it is trimmed is committed, and the trail still verifies', async () => {
  await eventually(async () => (await database.query(`select 1 from audit_chain where occurred_at < '2024-04-01Z'`)).length === 50 || !(await partitions()).includes('session_events_2024_03'), 60_000);
  const before = await root.device.call<AuditVerification>('GET /v1/admin/events/verify');
  await start('worker');
  await eventually(async () => !(await partitions()).includes('session_events_2024_03'), 60_000);
  await eventually(async () => (await database.query(`select 1 from audit_chain where occurred_at < '2024-04-01Z'`)).length === 0, 60_000);
  const after = await root.device.call<AuditVerification>('GET /v1/admin/events/verify');

  expect(before).toMatchObject({ ok: true });
  expect(after).toMatchObject({ ok: true });
  const [realm] = await database.query<{ water: string; epoch: number }>('select low_water::text as water, epoch from realm');
  expect(Number(realm?.water)).toBeGreaterThan(0);
  expect(await readLog(own, { epoch: realm?.epoch ?? 0, floor: String(Number(realm?.water) - 1), page: null })).toMatchObject({ trimmed: true });
  expect(await readLog(own, { epoch: realm?.epoch ?? 0, floor: realm?.water ?? '', page: null })).toMatchObject({ trimmed: false });
  expect((await partitions()).length).toBeGreaterThan(12);
});

it('drops nothing before the mark is committed, nothing that the owner keeps longer, and nothing of this month', async () => {
  const name = 'session_events_2024_05';
  await database.query(`create table ${name} partition of session_events for values from ('2024-05-01Z') to ('2024-06-01Z')`);
  await expect(own.transaction(async (sql) => {
    await sql.query(`update realm set low_water = low_water`);
    await sql.query(`select drop_event_partitions('1 day')`);
  })).rejects.toThrow('low-water mark must be committed');
  await database.query(`update realm set least_retention = '100 years'`);
  expect(await database.query(`select drop_event_partitions('1 day') as dropped, delete_ended_sessions('1 day', 1000) as gone`)).toEqual([{ dropped: 0, gone: 0 }]);
  await database.query(`update realm set least_retention = '1 day'`);
  expect(await database.query(`select drop_event_partitions('0') as dropped`)).toEqual([{ dropped: expect.any(Number) }]);
  expect(await partitions()).not.toContain(name);
  const month = new Date().toISOString().slice(0, 7).replace('-', '_');
  expect(await partitions()).toContain(`session_events_${month}`);
});

it('waits for the chain before it locks the log, so that both can be at work at once', async () => {
  const name = 'session_events_2024_06';
  await database.query(`create table ${name} partition of session_events for values from ('2024-06-01Z') to ('2024-07-01Z')`);
  let dropping: Promise<unknown> = Promise.resolve();
  await own.transaction(async (sql) => {
    // As the worker chains: the head first, then the log.
    await sql.query('select from audit_head for update');
    dropping = database.query(`select drop_event_partitions('1 day')`);
    await eventually(async () => (await database.query(`select from pg_stat_activity where query like '%drop_event_partitions%' and wait_event_type = 'Lock' and pid <> pg_backend_pid()`)).length > 0);
    await sql.query('select count(*) from session_events');
  });
  await dropping;
  expect(await partitions()).not.toContain(name);
});

it('reads no month out of the name of another table or index, whichever plan reads them first', async () => {
  await own.transaction(async (sql) => {
    await sql.query(`select set_config(name, 'off', true) from unnest(array['enable_nestloop', 'enable_indexscan', 'enable_bitmapscan']) name`);
    expect(await sql.query(`select drop_event_partitions('100 years') as dropped`)).toEqual([{ dropped: 0 }]);
  });
});

it('writes of an address only its network where IP_PRIVACY says so, and still knows the same place', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const { items } = await phone.call<Page<Session>>('GET /v1/sessions');
  await root.device.call(`DELETE /v1/admin/sessions/${ada.device.session.id}`);

  expect(items.map(({ ipAddress }) => ipAddress)).toEqual(['127.0.0.0', '127.0.0.0']);
  for (let index = 0; index < 3; index += 1) await phone.call('GET /v1/sessions/current');
  const rows = await database.query<{ address: string; type: string }>(
    `select distinct host(ip_address) as address, type from session_events where user_id = $1 and ip_address is not null`, [ada.user.id]);
  expect(new Set(rows.map(({ address }) => address))).toEqual(new Set(['127.0.0.0']));
  expect(rows.map(({ type }) => type)).not.toContain('session-updated');
});

async function ended(): Promise<number> {
  const [row] = await database.query<{ count: number }>(`select count(*)::int as count from sessions s join users u on u.id = s.user_id where u.email = 'old@example.com'`);
  return row?.count ?? -1;
}
