import type { Revocation, RevocationAccepted } from '@curfew/contracts';
import { curfew, type Curfew } from '../../support/curfew.js';
import { emptyDatabase, type OwnDatabase } from '../../support/database.js';
import { administrator, type Person } from '../../support/people.js';
import { crowd } from '../../stores/crowd.js';
import { viewSql } from '../../stores/history.js';
import { askKept } from '../asking.js';
import type { Row } from '../table.js';
import { p99, steadily } from './timed.js';

const filter = { country: 'DE' };
/** Of these a quarter is live and in that country. */
const SHARE = 4 / 15;

/** So many ended by filter, beside bare statements that end as many, and what others find meanwhile. Each in a database of its own, as what was rolled back stays in the way. */
export async function* measureEnding(many: number): AsyncGenerator<Row> {
  const size = Math.ceil(many / SHARE);
  yield await bare('one bare UPDATE, no event', size, `update sessions set ${ended} where ${where}`);
  yield await bare('one bare statement that updates the rows and inserts their events', size, withEvents);
  const database = await filled(size);
  const fleet = await curfew({}, { gateways: 1, database });
  yield* byFilter(fleet, await administrator(fleet.apis[0]));
}

async function filled(size: number): Promise<OwnDatabase> {
  const database = await emptyDatabase();
  await crowd(database, size);
  await database.query('alter table sessions set logged');
  await database.query('vacuum (analyze) sessions');
  await database.query('checkpoint');
  return database;
}

async function bare(what: string, size: number, statement: string): Promise<Row> {
  const database = await filled(size);
  const [row] = await database.query<{ count: string }>(`select count(*) from sessions where ${where}`);
  const began = performance.now();
  await database.query(statement);
  const values = [performance.now() - began];
  await database.drop();
  return { what, values, note: `${Number(row?.count).toLocaleString('en')} sessions` };
}

const where = `country = '${filter.country}' and ended_at is null and expires_at > now()`;
const ended = `ended_at = now(), end_reason = 'bulk', ended_by = '{"type": "admin", "id": null}'`;
const withEvents = `
  with s as (update sessions set ${ended} where ${where} returning *)
  insert into session_events (epoch, id, type, user_id, session_id, actor_type, reason, session, ip_address)
  select r.epoch, uuid_v7(), 'session-revoked', s.user_id, s.id, 'admin', 'bulk', ${viewSql}, s.ip_address from s, realm r`;

const others = ['GET /v1/sessions', 'GET /v1/admin/sessions?limit=50'] as const;
const PER_SECOND = 10;
const IDLE_MS = 20_000;

async function* byFilter({ apis: [api] }: Curfew, root: Person): AsyncGenerator<Row> {
  const { token } = root.device;
  const asked = (what: string): (() => Promise<readonly number[]>) => steadily(PER_SECOND, () => askKept(api, what, { token }));
  await during(others.map(asked), IDLE_MS / 2);
  const idle = await during(others.map(asked), IDLE_MS);
  const stop = others.map(asked);
  const { body } = await askKept<RevocationAccepted>(api, 'POST /v1/admin/revocations', { token, body: { filter, reason: 'measured' } });
  const done = await finished(() => askKept<Revocation>(api, `GET /v1/admin/revocations/${body.revocation.id}`, { token }).then((answer) => answer.body));
  const meanwhile = await Promise.all(stop.map((each) => each()));
  yield { what: `${done.revoked.toLocaleString('en')} ended by filter, an event each`, values: [Date.parse(done.finishedAt ?? '') - Date.parse(done.createdAt)], note: done.receipt?.confirmed === true ? 'confirmed' : 'not confirmed' };
  for (const [at, what] of others.entries()) {
    const [before = [], then = []] = [idle[at], meanwhile[at]];
    yield { what: `${what}, ${PER_SECOND} a second, nothing else going on`, values: before };
    yield { what: `${what} meanwhile`, values: then, note: `p99 ${(p99(then) / p99(before)).toFixed(1)} × that of before` };
  }
}

const during = async (stop: readonly (() => Promise<readonly number[]>)[], ms: number): Promise<readonly (readonly number[])[]> => {
  await new Promise((resolve) => void setTimeout(resolve, ms));
  return Promise.all(stop.map((each) => each()));
};

async function finished(read: () => Promise<Revocation>): Promise<Revocation> {
  for (;;) {
    const now = await read();
    if (now.finishedAt !== null) return now;
    await new Promise((resolve) => void setTimeout(resolve, 200));
  }
}
