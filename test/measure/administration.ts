import { request } from 'node:http';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Revocation, RevocationAccepted } from '@curfew/contracts';
import { Database, searchSessions, type Search } from '@curfew/persistence';
import { io } from 'socket.io-client';
import { curfew, type Curfew, type Door } from '../support/curfew.js';
import { emptyDatabase, type OwnDatabase } from '../support/database.js';
import { administrator, type Person } from '../support/people.js';
import { crowd } from '../stores/crowd.js';
import { askKept } from './asking.js';
import { eventsPerSecond } from './noise.js';
import type { Row } from './table.js';

/** What administrators do, by how many sessions there are: find them, end many, take them home, watch. */
export async function* measureAdministration(sizes: readonly number[]): AsyncGenerator<Row> {
  for (const size of sizes) {
    const own = await emptyDatabase();
    await crowd(own, size);
    yield* pages(own, size);
    await own.drop();
  }
  yield* taken();
  const database = await emptyDatabase();
  await crowd(database, 450_000);
  const fleet = await curfew({}, { gateways: 1, database });
  const root = await administrator(fleet.apis[0]);
  yield* ended(fleet, root);
  yield* watched(fleet, root);
}

const first: readonly Search['filter'][] = [
  {}, { status: 'ended' }, { status: 'idle' }, { q: 'person-77@' }, { q: 'fire' }, { userId: '00000007-0001-7000-8000-000000000000' }, { ip: '10.0.3.7' }, { ip: '10.0.3.0/24' }, { country: 'IS' }, { country: 'DE' },
  { deviceType: 'tv' }, { os: 'haiku' }, { browser: 'Fire' }, { online: true }, { country: 'DE', deviceType: 'mobile', online: false },
];

async function* pages(own: OwnDatabase, size: number): AsyncGenerator<Row> {
  const database = await Database.connect({ url: own.runningUrl, name: 'measured' });
  const told = size.toLocaleString('en');
  const page = (search: Partial<Search>): Promise<readonly unknown[]> => searchSessions(database, { filter: {}, idleAfterMs: 900_000, sort: '-lastActiveAt', limit: 51, ...search });
  yield { what: `${told} sessions: select 1`, values: await timed(() => database.query('select 1')) };
  for (const filter of first) {
    const rows = await page({ filter });
    yield { what: `${told}: first page of ${JSON.stringify(filter)}`, values: await timed(() => page({ filter })), note: `${Math.min(rows.length, 50)} rows` };
  }
  const deep = Math.min(size / 2, 500_000);
  const [row] = await database.query<{ key: string; id: string }>(`select to_char(last_active_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as key, id from sessions where ended_at is null order by last_active_at desc, id desc offset $1 limit 1`, [deep]);
  yield { what: `${told}: page ${(deep / 50).toLocaleString('en')}`, values: await timed(() => page({ after: [row?.key ?? '', row?.id ?? ''] })) };
  await database.close();
}

/** A million of each, written before the api begins: it reads none of them but for the file. */
async function* taken(): AsyncGenerator<Row> {
  const database = await emptyDatabase();
  await crowd(database, MANY);
  await history(database, MANY);
  const { apis: [api] } = await curfew({}, { gateways: 1, workers: 0, database });
  const root = await administrator(api);
  for (const [what, path] of [['sessions', '/v1/admin/sessions/export?status=all&format='], ['events of the audit trail', '/v1/admin/events/export?format=']] as const) {
    for (const format of ['ndjson', 'csv']) yield await file(`export of ${MANY.toLocaleString('en')} ${what} (${format})`, { api, token: root.device.token, path: path + format });
  }
}

async function file(what: string, { api, token, path }: { readonly api: Door; readonly token: string; readonly path: string }): Promise<Row> {
  const before = await residentMb(api.pid);
  let [peak, bytes, lines] = [before, 0, 0];
  const watch = setInterval(() => void residentMb(api.pid).then((now) => (peak = Math.max(peak, now))), 50);
  const sent = performance.now();
  await new Promise<void>((resolve, reject) => {
    request(`${api.url}${path}`, { headers: { authorization: `Bearer ${token}` } }, (answer) => {
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
        for (const byte of part) if (byte === 10) lines += 1;
      });
      answer.once('error', reject).once('end', resolve);
    }).once('error', reject).end();
  });
  const ms = performance.now() - sent;
  clearInterval(watch);
  return { what, values: [ms], note: `${lines.toLocaleString('en')} lines, ${(bytes / 1e6).toFixed(0)} MB, ${(bytes / 1e3 / ms).toFixed(1)} MB/s; the api's memory ${before} MB before, ${peak} MB at its peak` };
}

const MANY = 1_000_000;

/** So many events of the last days, as long as real ones. */
const history = ({ query }: OwnDatabase, events: number): Promise<unknown> =>
  query(`
    set synchronous_commit = off;
    insert into session_events (epoch, id, type, occurred_at, user_id, session_id, actor_type, actor_id, session, request_id, ip_address)
    select r.epoch, s.id, case when n % 2 = 0 then 'session-created' else 'session-revoked' end, date_trunc('month', now()) + n * interval '1 millisecond', s.user_id, s.id, 'user', s.user_id::text,
      jsonb_build_object('id', s.id, 'userId', s.user_id, 'status', 'active', 'online', false, 'connections', 0, 'current', false, 'unfamiliar', false,
        'device', jsonb_build_object('id', s.device_id, 'type', s.device_type, 'name', s.device_name, 'label', s.device_label, 'os', s.device_os, 'browser', s.device_browser),
        'ipAddress', host(s.ip_address), 'location', jsonb_build_object('country', s.country, 'region', null, 'city', null, 'latitude', null, 'longitude', null),
        'createdAt', s.created_at, 'lastActiveAt', s.last_active_at, 'expiresAt', s.expires_at, 'absoluteExpiresAt', s.absolute_expires_at,
        'endedAt', null, 'endReason', null, 'endedBy', null, 'method', s.method), 'request-' || n, s.ip_address
      from realm r, (select row_number() over () as n, s.* from sessions s limit ${events}) s;
    analyze session_events`);

async function* ended({ apis: [api], database }: Curfew, root: Person): AsyncGenerator<Row> {
  const filter = { deviceType: 'laptop', country: 'DE' };
  const where = `device_type = 'laptop' and country = 'DE' and ended_at is null and expires_at > now()`;
  await database.query('analyze sessions');
  const bare = performance.now();
  await database.query(`begin; update sessions set ended_at = now(), end_reason = 'bulk', ended_by = '{"type": "admin", "id": null}' where ${where}; rollback`);
  yield { what: 'ended by one bare UPDATE of a filter, no event, rolled back', values: [performance.now() - bare] };
  const others = ['GET /v1/sessions', 'GET /v1/admin/sessions?limit=50'].map((what) => ({ what, idle: [] as number[], meanwhile: [] as number[] }));
  const ask = (what: string, times: number): Promise<readonly number[]> => timed(() => askKept(api, what, { token: root.device.token }), times);
  for (const { what, idle } of others) idle.push(...(await ask(what, 500)).slice(100));
  const { body } = await askKept<RevocationAccepted>(api, 'POST /v1/admin/revocations', { token: root.device.token, body: { filter, reason: 'measured' } });
  for (;;) {
    const now = (await askKept<Revocation>(api, `GET /v1/admin/revocations/${body.revocation.id}`, { token: root.device.token })).body;
    if (now.finishedAt !== null) {
      yield { what: `${now.revoked.toLocaleString('en')} ended by filter, an event each`, values: [Date.parse(now.finishedAt) - Date.parse(now.createdAt)], note: now.receipt?.confirmed === true ? 'confirmed' : 'not confirmed' };
      break;
    }
    for (const { what, meanwhile } of others) meanwhile.push(...(await ask(what, 5)));
  }
  for (const { what, idle, meanwhile } of others) {
    yield { what: `${what} before, nothing else going on`, values: idle };
    yield { what: `${what} meanwhile`, values: meanwhile, note: `its p99 is ${(p99(meanwhile) / p99(idle)).toFixed(1)} times that of before` };
  }
}

async function* watched(fleet: Curfew, root: Person): AsyncGenerator<Row> {
  const { gateways: [gateway] } = fleet;
  const delays: number[] = [];
  let told = 0;
  const sockets = Array.from({ length: 50 }, () => io(gateway.url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token: root.device.token } }));
  for (const socket of sockets) {
    socket.on('session-events', (events: readonly { occurredAt: string }[]) => {
      told += events.length;
      for (const { occurredAt } of events) delays.push(Date.now() - Date.parse(occurredAt));
    });
    await socket.emitWithAck('watch');
  }
  const stop = await eventsPerSecond(fleet, 200);
  told = delays.length = 0;
  const began = performance.now();
  await pause(10_000);
  const seconds = (performance.now() - began) / 1000;
  yield { what: '50 who watch everything: event written → each one\'s client has it', values: delays, note: `${Math.round(told / seconds)} events/s told in all, ${stop()}; the gateway's memory ${await residentMb(gateway.pid)} MB` };
  for (const socket of sockets) socket.disconnect();
}

const p99 = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN;

async function timed(work: () => Promise<unknown>, times = 60): Promise<readonly number[]> {
  const values: number[] = [];
  for (let at = 0; at < times; at += 1) {
    const sent = performance.now();
    await work();
    values.push(performance.now() - sent);
  }
  return values;
}

const residentMb = async (pid: number): Promise<number> => Math.round(Number(/^VmRSS:\s+(\d+)/mu.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
