import type { AuditEvent, Page, Policy, Stats } from '@curfew/contracts';
import { ask } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, password, signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';

const { apis: [api, second = api], gateways: [gateway], database } = await curfew({ ABSOLUTE_TIMEOUT: '20d', POLL_INTERVAL: '200ms', LEASE: '3s' }, { apis: 2, gateways: 1 });
const root = await administrator(api);
const hour = 3_600_000;
const put = (body: object): Promise<Policy> => root.device.call('PUT /v1/admin/policy', body);
const live = async (userId: string): Promise<number> => {
  const [row] = await database.query<{ count: number }>('select count(*)::int as count from sessions where user_id = $1 and ended_at is null and expires_at > now()', [userId]);
  return row?.count ?? -1;
};

describe('the policy', () => {
  afterEach(() => put({ idleTimeout: null, maxSessions: null, atLimit: null }));

  it('is the default, until an administrator decides; a variable that is set cannot be changed', async () => {
    const defaults = { idleTimeout: 14 * 24 * hour, absoluteTimeout: 20 * 24 * hour, maxSessions: 0, atLimit: 'end-oldest' };
    const lockedBy = { idleTimeout: null, absoluteTimeout: 'ABSOLUTE_TIMEOUT', maxSessions: null, atLimit: null };
    expect(await root.device.call('GET /v1/admin/policy')).toEqual({ policy: { user: defaults, admin: defaults }, lockedBy });
    const { policy } = await put({ role: 'admin', idleTimeout: hour });
    expect(policy).toEqual({ user: defaults, admin: { ...defaults, idleTimeout: hour } });
    expect(await root.device.at(second).call('GET /v1/admin/policy')).toEqual({ policy, lockedBy });
    expect(await root.device.ask('PUT /v1/admin/policy', { body: { absoluteTimeout: hour } })).toMatchObject({ status: 409, body: { code: 'setting-locked' } });
    for (const body of [{}, { dryRun: true }, { idleTimeout: 5 }, { idleTimeout: 21 * 24 * hour }, { atLimit: 'ask' }, { maxSessions: -1 }, { absolute: 1 }]) {
      expect((await root.device.ask('PUT /v1/admin/policy', { body })).status).toBe(400);
    }
    const ada = await signedUp(api);
    for (const what of ['GET /v1/admin/policy', 'PUT /v1/admin/policy', 'GET /v1/admin/stats'] as const) expect((await ada.device.ask(what, what.startsWith('PUT') ? { body: { maxSessions: 1 } } : {})).status).toBe(403);
    const { items } = await root.device.call<Page<AuditEvent>>('GET /v1/admin/events?type=policy-changed');
    expect(items[0]).toMatchObject({ actor: { type: 'admin', id: root.user.id }, reason: 'admin', note: JSON.stringify({ role: 'admin', idleTimeout: hour }) });
  });

  it('ends sessions that were idle for longer, as many as it said before, on every process; the others last as long as it says', async () => {
    const ada = await signedUp(api);
    const idle = await signedIn(ada);
    const socket = await connected(idle, gateway);
    await database.query(`update sessions set last_active_at = now() - interval '2 hours' where id = $1`, [idle.session.id]);

    expect(await put({ idleTimeout: hour, dryRun: true })).toMatchObject({ wouldEnd: 1, policy: { user: { idleTimeout: hour } } });
    expect(await root.device.call('GET /v1/admin/policy')).toMatchObject({ policy: { user: { idleTimeout: 14 * 24 * hour } } });
    expect(await idle.admitted()).toBe(200);
    await database.query(`update sessions set last_active_at = now() - interval '2 hours' where id = $1`, [idle.session.id]);
    expect(await put({ role: 'user', idleTimeout: hour })).toMatchObject({ wouldEnd: 1 });

    expect(await socket.ending()).toBe('idle-timeout');
    expect(await idle.at(second).admitted()).toBe(401);
    expect(await ada.device.admitted()).toBe(200);
    const fresh = await signedIn(ada, 'token', second);
    const left = Date.parse(fresh.session.expiresAt) - Date.parse(fresh.session.createdAt);
    expect(left).toBe(hour);
    await eventually(async () => {
      const { items } = await ada.device.sessions();
      return items.every(({ expiresAt, lastActiveAt }) => Date.parse(expiresAt) - Date.parse(lastActiveAt) <= hour + 60_000);
    }, 60_000);
  });

  it('has every process refuse a session from its new deadline on, though each had read it with a later one', async () => {
    const ada = await signedUp(api);
    const devices = [ada.device, (await signedIn(ada)).at(second)]; // each in the memory of one
    const ids = devices.map(({ session }) => session.id);
    const both = async (condition: string): Promise<boolean> => (await database.query(`select from sessions where id = any($1) and ${condition}`, [ids])).length === 2;
    await database.query(`update sessions set last_active_at = last_active_at - interval '1 second' where id = any($1)`, [ids]);
    const [{ now } = { now: '' }] = await database.query<{ now: string }>('select now()::text as now');
    expect(await Promise.all(devices.map((device) => device.admitted()))).toEqual([200, 200]);
    await eventually(() => both(`last_active_at > '${now}'::timestamptz - interval '500 milliseconds'`), 60_000); // activity is written: it does not come back later
    await database.query(`update sessions set last_active_at = now() - interval '54 seconds' where id = any($1)`, [ids]);

    await put({ role: 'user', idleTimeout: hour / 60 });

    await eventually(() => both('expires_at <= now()'), 90_000);
    expect(await Promise.all(devices.map((device) => device.admitted()))).toEqual([401, 401]);
  }, 180_000);

  it('ends the oldest of those who have too many, and never lets 50 sign-ins at once have more', async () => {
    const [ada, bob] = [await signedUp(api), await signedUp(api, 'bob')];
    const devices = [ada.device, await signedIn(ada), await signedIn(ada), await signedIn(ada)];
    expect(await put({ role: 'user', maxSessions: 3, dryRun: true })).toMatchObject({ wouldEnd: 1 });
    await put({ role: 'user', maxSessions: 3 });
    await eventually(async () => (await live(ada.user.id)) === 3, 60_000);
    expect(await Promise.all(devices.map((device) => device.admitted()))).toEqual([401, 200, 200, 200]);

    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) =>
      ask(index % 2 === 0 ? api : second, 'POST /v1/sessions', { body: { email: ada.email, password, delivery: 'token' } })));
    const others = await bob.device.admitted();

    expect(others).toBe(200);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await live(ada.user.id)).toBe(3);
    const ends = await database.query<{ reason: string }>(`select distinct reason from session_events where user_id = $1 and type = 'session-revoked'`, [ada.user.id]);
    expect(ends).toEqual([{ reason: 'limit-reached' }]);
  });

  it('refuses whoever has as many as they may, where it says so, and ends none', async () => {
    const ada = await signedUp(api);
    await signedIn(ada);
    await signedIn(ada);
    expect(await put({ role: 'user', maxSessions: 2, atLimit: 'refuse' })).toMatchObject({ wouldEnd: 0 });
    const refused = await Promise.all(Array.from({ length: 4 }, () => ask(second, 'POST /v1/sessions', { body: { email: ada.email, password } })));
    expect(refused.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual(refused.map(() => [409, 'session-limit']));
    expect(await live(ada.user.id)).toBe(3);
  });
});

describe('the statistics', () => {
  it('count what is live and online, of what kind, and by the hour, canaries left out', async () => {
    const carol = await signedUp(api, 'carol');
    await connected(carol.device, gateway);
    const seen = await eventually(async () => {
      const stats = await root.device.call<Stats>('GET /v1/admin/stats');
      const [ends] = await database.query<{ count: number }>(`select count(*)::int as count from session_events where type in ('session-revoked', 'session-expired') and user_id <> '00000000-0000-7000-8000-00000000ca17'`);
      const [opened] = await database.query<{ count: number }>(`select count(*)::int as count from session_events where type = 'session-created' and user_id <> '00000000-0000-7000-8000-00000000ca17'`);
      const sum = (kind: 'signIns' | 'ends') => stats.byHour.reduce((all, each) => all + each[kind], 0);
      return sum('signIns') === opened?.count && sum('ends') === ends?.count && stats.online >= 1 && stats;
    }, 60_000);
    const [counted] = await database.query<{ count: number }>(`select count(*)::int as count from sessions where ended_at is null and expires_at > now() and user_id <> '00000000-0000-7000-8000-00000000ca17'`);

    expect(seen.live).toBe(counted?.count);
    expect(seen.byHour).toHaveLength(48);
    expect(seen.byDevice.reduce((all, { count }) => all + count, 0)).toBe(seen.live);
    expect(seen.byBrowser).toEqual([{ browser: 'Firefox', count: seen.live }]);
    expect(seen.byCountry).toEqual([{ country: null, count: seen.live }]);
  });
});
