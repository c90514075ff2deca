import type { Consumer, Ended, Page, Session } from '@curfew/contracts';
import pg from 'pg';
import { atEnd } from '../support/at-end.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp } from '../support/people.js';
import { service } from '../services/service.js';
import { Guard, nowhere } from './guard.js';

const LEASE = 4_000;
const { apis: [api, other = api], database } = await curfew({ POLL_INTERVAL: '200ms', LEASE: `${LEASE}ms`, CONFIRM_WAIT: '3s' }, { apis: 2, gateways: 1, workers: 0 });
const root = await administrator(api);
const key = await service(root, ['feed', 'introspect']);
const stranger = await service(root, ['feed']);
const gone: Guard[] = [];
// A guard that asks no more would have every receipt wait for its lease.
afterEach(async () => void (await Promise.all(gone.splice(0).map(({ service: its, id }) => its.ask(`DELETE /v1/feed/consumers/${id}`)))));
const guard = async (query: Readonly<Record<string, string>> = {}): Promise<Guard> => {
  const made = await Guard.registered(key, query);
  gone.push(made);
  return made;
};
const end = (session: Session, wait: number): Promise<Ended> => root.device.call(`DELETE /v1/admin/sessions/${session.id}?wait=${wait}`);
const append = (count = 1): Promise<readonly { id: string }[]> =>
  database.query(`insert into session_events (epoch, id, type, actor_type) select epoch, uuid_v7(), 'user-updated', 'system' from realm, generate_series(1, $1) returning id`, [count]);

describe('a consumer', () => {
  it('is registered by its first question, with the lease that it may rely on, and stands among the others', async () => {
    const made = await guard({ label: 'shop', lease: '3000', sockets: '7' });
    const { items } = await root.device.call<Page<Consumer>>('GET /v1/admin/consumers');
    expect(items.find(({ id }) => id === made.id)).toMatchObject({ kind: 'guard', label: 'shop', leaseMs: 3_000, sockets: 7, allowsWhenStale: false, lapsed: false });
    expect((await made.ask({ after: made.cursor })).body).toEqual({ events: expect.any(Array), cursor: expect.any(String), source: expect.any(String), consumer: made.id, leaseMs: 3_000, pollIntervalMs: 200, idleTimeoutMs: 1_209_600_000 });
  });

  it('has a lease of LEASE at most, and keeps the one that it was registered with (C22)', async () => {
    const made = await guard();
    expect(made.leaseMs).toBe(LEASE);
    for (const wrong of [await key.ask(`GET /v1/feed?lease=${LEASE + 1}`), await made.ask({ lease: '3000' })]) expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'lease' }] } });
    expect((await made.ask({ lease: String(LEASE) })).status).toBe(200);
  });

  it('belongs to the key that registered it (C18)', async () => {
    const made = await guard();
    const [event] = await append();
    const asked = [
      await stranger.ask(`GET /v1/feed?consumer=${made.id}`),
      await stranger.ask(`GET /v1/feed/stream?consumer=${made.id}`),
      await stranger.ask(`DELETE /v1/feed/consumers/${made.id}`),
      await stranger.ask('POST /v1/feed/acks', { body: { consumer: made.id, acks: [{ eventId: event?.id, socketsClosed: 0 }] } }),
      await key.ask(`GET /v1/feed?consumer=${nowhere()}`),
    ];
    expect(asked.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await made.ask({})).status).toBe(200);
  });
});

describe('an answer', () => {
  it('brings all that was committed before the question, whichever api is asked, and nothing twice', async () => {
    const made = await guard();
    // Asked of what the api itself has heard, some of these would be missing: it polls five times a second, and nothing rings for them.
    for (let time = 0; time < 20; time += 1) {
      const written = await append(2);
      expect((await made.poll(time % 2 === 0 ? api : other)).map(({ id }) => id)).toEqual(written.map(({ id }) => id));
    }
    expect(await made.poll()).toEqual([]);
  });

  it('misses no transaction that commits late, and repeats none that committed before it', async () => {
    const made = await guard();
    const late = new pg.Client({ connectionString: database.url });
    await late.connect();
    atEnd(() => late.end());
    await late.query('begin');
    const { rows: [first] } = await late.query(`insert into session_events (epoch, id, type, actor_type) select epoch, uuid_v7(), 'user-updated', 'system' from realm returning id`);
    const [second] = await append();
    expect((await made.poll()).map(({ id }) => id)).toEqual([second?.id]);
    expect(await made.poll()).toEqual([]);
    await late.query('commit');
    expect((await made.poll()).map(({ id }) => id)).toEqual([first.id]);
    expect(await made.poll()).toEqual([]);
  });

  it('is shared: two hundred who ask at once are answered by a few polls', async () => {
    const guards = await Promise.all(Array.from({ length: 200 }, () => guard()));
    const [event] = await append();
    const answers = await Promise.all(guards.map((each) => each.poll()));
    expect(new Set(answers.flat().map(({ id }) => id))).toEqual(new Set([event?.id]));
    expect(answers.every(({ length }) => length === 1)).toBe(true);
    const [renewals] = await database.query<{ transactions: number }>(`select count(distinct xmin::text)::int as transactions from consumers where kind = 'guard'`);
    expect(renewals?.transactions).toBeLessThan(20);
  });

  it('is 410 for who is too far behind, who holds nobody else up, and begins anew', async () => {
    const [slow, quick] = [await guard(), await guard()];
    await append(10_001);
    await quick.poll(other).catch(() => undefined);
    const beside = await guard();
    const [event] = await append();
    const [behind, news] = await Promise.all([slow.ask({ after: slow.cursor }), beside.poll()]);
    expect(behind).toMatchObject({ status: 410, body: { code: 'cursor-too-old' } });
    expect(news.map(({ id }) => id)).toEqual([event?.id]);
    expect(await slow.ask({})).toMatchObject({ status: 200, body: { events: [] } });
  });
});

describe('a receipt', () => {
  it('waits for a guard, and counts it when it acknowledges, through whichever api, with the sockets that it closed', async () => {
    const made = await guard();
    const { user, session } = (await signedUp(api)).device;
    const ending = end(session, LEASE);
    const event = await eventually(async () => (await made.poll()).find(({ sessionId, type }) => sessionId === session.id && type === 'session-revoked'));
    // Not yet: what it was answered it may not have applied.
    expect((await made.acknowledge([event], 3, other)).status).toBe(204);
    const { receipt } = await ending;
    expect(receipt).toMatchObject({ confirmed: true, socketsClosed: 3, consumers: { acknowledged: 4, live: 4 } });
    expect(event).toMatchObject({ userId: user.id, reason: 'revoked-by-admin', session: { id: session.id } });
  });

  it('counts it, too, when it asks from behind the event, and not when it has only been answered (C1)', async () => {
    const made = await guard();
    const { session } = (await signedUp(api)).device;
    await made.poll();
    expect((await end(session, 0)).receipt.confirmed).toBe(false);
    expect((await made.poll()).map(({ type }) => type)).toContain('session-revoked');
    await eventually(async () => (await end(session, 0)).receipt.consumers.acknowledged === 3);
    expect((await end(session, 0)).receipt).toMatchObject({ confirmed: false, consumers: { acknowledged: 3, live: 4 } });
    await made.poll();
    expect((await end(session, LEASE)).receipt).toMatchObject({ confirmed: true, consumers: { acknowledged: 4, live: 4 } });
  });

  it('waits no longer than its lease for one that is silent, and for ever for one that would go on without (C21), but for its acknowledgement', async () => {
    const [silent, loose] = [await guard({ lease: '1500' }), await guard({ onStale: 'allow', lease: '1500' })];
    const { session } = (await signedUp(api)).device;
    await end(session, 0);
    await eventually(async () => (await end(session, 0)).receipt.consumers.live === 4, 20_000);
    const event = await eventually(async () => (await loose.poll()).find(({ sessionId, type }) => sessionId === session.id && type === 'session-revoked'));
    await loose.poll();
    expect((await end(session, 500)).receipt.confirmed).toBe(false);
    await loose.acknowledge([event], 0);
    expect((await end(session, LEASE)).receipt.confirmed).toBe(true);
    expect(silent.leaseMs).toBe(1_500);
  });

  it('waits for no guard that has left in order', async () => {
    const made = await guard();
    expect((await key.ask(`DELETE /v1/feed/consumers/${made.id}`)).status).toBe(204);
    expect((await made.ask({})).status).toBe(404);
    expect((await end((await signedUp(api)).device.session, LEASE)).receipt).toMatchObject({ confirmed: true, consumers: { live: 3 } });
  });
});

describe('activity elsewhere', () => {
  it('keeps a session from being idle; what lies ahead counts as now', async () => {
    const ada = await signedUp(api);
    const [one, two] = [await signedIn(ada), await signedIn(ada)];
    await database.query(`update sessions set last_active_at = last_active_at - interval '1 hour', created_at = created_at - interval '1 hour' where id = any($1::uuid[])`, [[one.session.id, two.session.id]]);
    const halfAgo = new Date(Date.now() - 1_800_000).toISOString();
    const seen = [{ sessionId: one.session.id, at: halfAgo }, { sessionId: two.session.id, at: new Date(Date.now() + 3_600_000).toISOString() }, { sessionId: nowhere(), at: halfAgo }];
    expect((await key.ask('POST /v1/feed/activity', { body: { seen } })).status).toBe(204);
    const at = (which: Session) => async () => Date.parse((await root.device.call<Session>(`GET /v1/admin/sessions/${which.id}`)).lastActiveAt);
    const near = (look: () => Promise<number>, wanted: number) => eventually(async () => Math.abs((await look()) - wanted) < 60_000, 30_000);
    await near(at(one.session), Date.parse(halfAgo));
    await near(at(two.session), Date.now());
    expect(await at(two.session)()).toBeLessThanOrEqual(Date.now() + 1_000);
  });
});

// Last: when the log was trimmed or its epoch has changed, every process begins anew at its next poll, and may say 503 or drop what is rung until it has.
it('is 410 when what came after the cursor was trimmed (C7), and 400 for a cursor that nobody gave', async () => {
  const made = await guard();
  const changed = `${made.cursor.startsWith('A') ? 'B' : 'A'}${made.cursor.slice(1)}`;
  expect(await made.ask({ after: changed })).toMatchObject({ status: 400, body: { errors: [{ path: 'after' }] } });
  await append();
  await database.query(`update realm set low_water = pg_current_xact_id()`);
  const refused = await eventually(async () => answered(await made.ask({ after: made.cursor })));
  expect(refused).toMatchObject({ status: 410, body: { code: 'cursor-too-old' } });
  const fresh = await eventually(() => guard());
  expect(await eventually(() => fresh.poll())).toEqual([]);
});

it('is 410 when the cursor is of another epoch', async () => {
  const made = await eventually(() => guard());
  await database.query('update realm set epoch = epoch + 1');
  const refused = await eventually(async () => answered(await made.ask({ after: made.cursor })));
  expect(refused).toMatchObject({ status: 410, body: { code: 'cursor-too-old' } });
});

const answered = <T extends { readonly status: number }>(answer: T): T | undefined => (answer.status === 503 ? undefined : answer);
