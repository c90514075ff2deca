import { randomBytes } from 'node:crypto';
import { migrate, rights } from '@curfew/persistence';
import type { SignedIn } from '@curfew/contracts';
import pg from 'pg';
import { ask, ok } from '../support/ask.js';
import { atEnd } from '../support/at-end.js';
import { curfew, newEmail } from '../support/curfew.js';
import { emptyDatabase } from '../support/database.js';
import { Device } from '../support/device.js';
import { eventually } from '../support/eventually.js';
import { password, signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';

// A role made here by `migrate`, as `npm start` makes it.
const database = await emptyDatabase();
const role = { role: `running_${randomBytes(4).toString('hex')}`, password: randomBytes(12).toString('hex') };
const lines: string[] = [];
await migrate({ url: database.url, running: role, log: (line) => lines.push(line) });
const { setUpSecret } = await migrate({ url: database.url, running: role, log: (line) => lines.push(line) });
const runningUrl = Object.assign(new URL(database.url), { username: role.role, password: role.password }).href;
const { apis: [api], gateways: [gateway] } = await curfew(
  { DATABASE_URL: runningUrl, IDLE_TIMEOUT: '3s', POLL_INTERVAL: '200ms', LEASE: '3s' },
  { gateways: 1, database },
);
const own = new pg.Pool({ connectionString: runningUrl, max: 1 });
atEnd(() => own.end());

it('is nothing but someone who may sign in, made once and again, with nothing to complain of', async () => {
  const [attributes] = await database.query(
    `select rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = $1`, [role.role]);
  expect(attributes).toEqual({ rolcanlogin: true, rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false, rolbypassrls: false });
  expect((await own.query('show search_path')).rows).toEqual([{ search_path: 'public, pg_temp' }]);
  expect(lines).toEqual([]);
});

it.each([
  'create table x (a integer)',
  'create temporary table x (a integer)',
  'create schema x',
  'create database x',
  'create role x',
  'create function x() returns integer language sql as $$ select 1 $$',
  'alter table users add column x integer',
  'drop table sessions',
  'update session_events set note = null',
  'delete from session_events',
  'truncate session_events',
  'delete from users',
  'delete from sessions',
  'delete from realm',
  'update realm set doorbell_key = null',
  `update realm set low_water = '9'`,
  'insert into set_up_links (secret_hash, expires_at) values (null, now())',
  'select * from migrations',
  `copy users to program 'cat'`,
  `copy users to '/tmp/users'`,
  `select pg_read_file('/etc/passwd')`,
  'select rolpassword from pg_authid',
  'set role postgres',
])('is kept from: %s', async (statement) => {
  await expect(own.query(statement)).rejects.toThrow(/denied|must be/);
});

it('is kept from changing the log by its partitions', async () => {
  const partitions = await database.query<{ name: string }>(`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'session_events'::regclass`);
  expect(partitions.length).toBeGreaterThan(12);
  for (const { name } of partitions) {
    for (const statement of [`update ${name} set note = null`, `delete from ${name}`, `select 1 from ${name}`]) await expect(own.query(statement)).rejects.toThrow(/denied/);
  }
});

it('may do something with every table of the schema, so that none was forgotten', async () => {
  const tables = await database.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> 'migrations'`);
  expect(Object.keys(rights).toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
});

it('has partitions made, which it could not make itself', async () => {
  const newest = `(select max(inhrelid::regclass::text) from pg_inherits where inhparent = 'session_events'::regclass)`;
  const [last] = await database.query<{ name: string }>(`select ${newest} as name`);
  await database.query(`drop table ${last?.name}`);
  expect((await own.query('select make_event_partitions(12) as made')).rows).toEqual([{ made: 1 }]);
  expect(await database.query(`select ${newest} as name`)).toEqual([last]);
});

it('is enough to sign up and in, be online, correct a name, log out one, the others and everything', async () => {
  const ada = await signedUp(api);
  const [phone, tablet] = [await signedIn(ada), await signedIn(ada)];
  const socket = await connected(phone, gateway);
  await eventually(async () => (await ada.device.sessions()).items.find(({ id, online }) => id === phone.session.id && online));
  await ada.device.call(`PATCH /v1/sessions/${tablet.session.id}`, { label: 'kitchen' });

  await ada.device.logOut(phone);
  expect(await socket.ending()).toBe('revoked-by-user');
  expect(await ada.device.logOutOthers()).toMatchObject({ revoked: 1 });
  const { token } = await ada.device.call<{ readonly token: string }>('PUT /v1/users/me/password', { currentPassword: password, newPassword: `${password} again` });
  await new Device({ ...ada.device, token }).call('DELETE /v1/sessions');
  await eventually(async () => (await rowsEnded(ada.user.id)) === 3);
  expect((await ada.device.ask('GET /v1/activity')).status).toBe(401);
});

it('is enough for an administrator to set up, promote, disable and end', async () => {
  const made = ok<SignedIn>(await ask(api, 'POST /v1/set-up', { body: { secret: setUpSecret, email: newEmail('root'), password, delivery: 'token' } }));
  const root = new Device({ api, user: made.user, session: made.session, token: made.token ?? '', delivery: 'token' });
  const bob = await signedUp(api, 'bob');
  await root.call(`PATCH /v1/admin/users/${bob.user.id}`, { role: 'admin', name: 'Bob' });
  await root.call(`DELETE /v1/admin/users/${bob.user.id}/sessions`);
  await root.call(`PATCH /v1/admin/users/${bob.user.id}`, { disabled: true });
  expect((await ask(api, 'POST /v1/sessions', { body: { email: bob.email, password, delivery: 'token' } })).status).toBe(401);
  expect((await root.ask('GET /v1/admin/sessions')).status).toBe(200);
});

it('is enough for sessions to run out', async () => {
  const ada = await signedUp(api);
  const socket = await connected(ada.device, gateway);
  expect(await socket.ending()).toBe('idle-timeout');
  await eventually(async () => (await rowsEnded(ada.user.id)) === 1);
});

async function rowsEnded(userId: string): Promise<number> {
  const [row] = await database.query<{ count: number }>('select count(*)::int as count from sessions where user_id = $1 and ended_at is not null', [userId]);
  return row?.count ?? -1;
}
