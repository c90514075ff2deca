import type { Revocation, RevocationAccepted, RevocationPreview, RevocationProgress } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp, type Person } from '../support/people.js';
import { connected } from '../support/socket.js';
import { held, opened } from './opened.js';

const { apis: [api], gateways, workers: [firstWorker], database, redis, start } = await curfew({ LEASE: '3s' });
const root = await administrator(api);
let worker = firstWorker;

const begin = (body: object, key?: string) => root.device.ask('POST /v1/admin/revocations', { body: { reason: 'a stolen laptop', ...body }, headers: key === undefined ? {} : { 'idempotency-key': key } });
const begun = async (body: object): Promise<Revocation> => {
  const answer = await begin(body);
  expect(answer).toMatchObject({ status: 202 });
  return (answer.body as RevocationAccepted).revocation;
};
const read = (id: string): Promise<Revocation> => root.device.call(`GET /v1/admin/revocations/${id}`);
const done = (id: string, status: Revocation['status'] = 'completed'): Promise<Revocation> =>
  eventually(async () => {
    const now = await read(id);
    return now.status === status ? now : undefined;
  }, 60_000);
const revokedSoFar = (id: string, count: number) => eventually(async () => (await read(id)).revoked === count, 60_000);
const live = async ({ user }: Person): Promise<number> => {
  const [row] = await database.query<{ count: number }>('select count(*)::int as count from sessions where user_id = $1 and ended_at is null', [user.id]);
  return row?.count ?? -1;
};
const ends = async ({ user }: Person) => {
  const [row] = await database.query(`select count(*)::int as ends, count(distinct session_id)::int as sessions from session_events where user_id = $1 and type = 'session-revoked' and reason = 'bulk'`, [user.id]);
  return row;
};

describe('a preview', () => {
  it('counts what would be ended by user, country and device, shows some of them, and changes nothing', async () => {
    const eve = await signedUp(api, 'eve');
    await opened(database, 22, { userId: eve.user.id, ip: '198.51.100.24', country: 'PT' });
    await opened(database, 3, { userId: eve.user.id, ip: '198.51.100.25', country: 'ES', type: 'mobile' });

    const answer = await begin({ filter: { ip: '198.51.100.0/24', userId: eve.user.id }, dryRun: true });

    expect(answer.status).toBe(200);
    const { matched, sample, breakdown, countedAt } = answer.body as RevocationPreview;
    expect([matched, sample.length, Math.abs(Date.parse(countedAt) - Date.now()) < 3_600_000]).toEqual([25, 20, true]);
    expect(breakdown).toEqual({
      users: 1,
      byUser: [{ userId: eve.user.id, email: eve.email, name: 'eve', count: 25 }],
      byCountry: [{ country: 'PT', count: 22 }, { country: 'ES', count: 3 }],
      byDevice: [{ type: 'desktop', count: 22 }, { type: 'mobile', count: 3 }],
    });
    expect(await live(eve)).toBe(26);
  });

  it.each([[{}], [{ status: 'live' }]])('is not begun for everyone by an empty filter alone: %j', async (filter) => {
    expect(await begin({ filter })).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ path: 'everyone' }] } });
  });
});

describe('an end by filter', () => {
  it('ends everywhere what matched and was opened before, tells who watches, and proves it; the one that asks is spared', async () => {
    const eve = await signedUp(api, 'eve');
    const phone = await signedIn(eve);
    const sockets = await Promise.all(gateways.map((gateway) => connected(phone, gateway)));
    const watching = await connected(root.device, gateways[1] ?? gateways[0]);
    expect(await watching.socket.emitWithAck('watch')).toEqual({ watching: true });
    await opened(database, 1_100, { userId: eve.user.id });
    const [later] = await opened(database, 1, { userId: eve.user.id, openedAgo: -60 });

    const asked = await begun({ filter: { userId: eve.user.id } });
    const revocation = await done(asked.id);

    expect(asked).toMatchObject({ status: 'queued', revoked: 0, filter: { userId: eve.user.id }, createdBy: { id: root.user.id } });
    expect(revocation).toMatchObject({ matched: 1_103, revoked: 1_102, sparedSessionId: root.device.session.id, receipt: { confirmed: true } });
    expect(await Promise.all(sockets.map((socket) => socket.ending()))).toEqual(['bulk', 'bulk']);
    expect(await database.query('select id from sessions where user_id = $1 and ended_at is null', [eve.user.id])).toEqual([{ id: later }]);
    const told = await eventually(() => watching.messages.filter(({ name }) => name === 'revocation-progress').map(({ body }) => body as RevocationProgress).find(({ id, status }) => id === asked.id && status === 'completed'));
    expect(told).toMatchObject({ revoked: 1_102, receipt: { confirmed: true } });
    watching.close();

    const own = await done((await begun({ filter: { userId: root.user.id } })).id);
    expect([own.matched, own.revoked, own.receipt, await root.device.admitted()]).toEqual([0, 0, null, 200]);
  });

  it('is one, however often it is sent with one Idempotency-Key, and refuses the key to another request', async () => {
    const eve = await signedUp(api, 'eve');
    const filter = { userId: eve.user.id };
    const answers = await Promise.all([1, 2, 3].map(() => begin({ filter }, 'press-1')));
    const ids = answers.map(({ body }) => (body as RevocationAccepted).revocation.id);

    expect([answers.map(({ status }) => status), new Set(ids).size]).toEqual([[202, 202, 202], 1]);
    expect(await begin({ filter, reason: 'another' }, 'press-1')).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
    expect(await begin({ filter }, 'press 1')).toMatchObject({ status: 400 });
    expect(await done(ids[0] ?? '')).toMatchObject({ revoked: 1 });
    const { items } = await root.device.call<{ items: readonly Revocation[] }>('GET /v1/admin/revocations?limit=1');
    expect(items.map(({ id }) => id)).toEqual([ids[0]]);
  });

  it('goes on with another worker when its own is killed halfway: nothing is ended twice, nothing is left', async () => {
    const eve = await signedUp(api, 'eve');
    const [, , one = ''] = await opened(database, 2_500, { userId: eve.user.id });
    const release = await held(database, one);
    const { id } = await begun({ filter: { userId: eve.user.id } });
    await revokedSoFar(id, 2_500);
    await worker?.kill();
    expect(await read(id)).toMatchObject({ status: 'running', revoked: 2_500 });
    await release();

    worker = await start('worker');

    expect(await done(id)).toMatchObject({ matched: 2_501, revoked: 2_501, receipt: { confirmed: true } });
    expect([await live(eve), await ends(eve)]).toEqual([0, { ends: 2_501, sessions: 2_501 }]);
  });

  it('is carried out though Redis lost everything between the answer and the run, and while it is gone', async () => {
    const eve = await signedUp(api, 'eve');
    await worker?.stop();
    const { id } = await begun({ filter: { userId: eve.user.id } });
    await redis.kill();
    worker = await start('worker');

    expect(await done(id)).toMatchObject({ revoked: 1, receipt: { confirmed: true } });
    expect(await eve.device.admitted()).toBe(401);
    await redis.start();
  });

  it('stops where it is when it is cancelled, and says what it did', async () => {
    const eve = await signedUp(api, 'eve');
    const [one = ''] = await opened(database, 1_200, { userId: eve.user.id });
    const release = await held(database, one);
    const { id } = await begun({ filter: { userId: eve.user.id } });
    await revokedSoFar(id, 1_200);

    expect(await root.device.call(`DELETE /v1/admin/revocations/${id}`)).toMatchObject({ status: 'cancelled', revoked: 1_200 });
    await release();

    // The next one is done after it: this one had its turn.
    const bob = await signedUp(api, 'bob');
    await done((await begun({ filter: { userId: bob.user.id } })).id);
    expect(await live(eve)).toBe(1);
    expect(await root.device.call(`DELETE /v1/admin/revocations/${id}`)).toMatchObject({ status: 'cancelled', revoked: 1_200 });
  });

  it('ends everyone by one act with one event, as many as there are, but for the one that asks', async () => {
    const eve = await signedUp(api, 'eve');
    const [{ count: before } = { count: 0 }] = await database.query<{ count: number }>(`select count(*)::int as count from session_events where type = 'sessions-revoked' and user_id is null`);
    const asked = await begun({ filter: {}, everyone: true });
    expect([await eve.device.admitted(), await root.device.admitted()]).toEqual([401, 200]);

    const revocation = await done(asked.id);

    expect(revocation.receipt).toMatchObject({ confirmed: true });
    expect(revocation.revoked).toBe(revocation.matched);
    const [{ count } = { count: 0 }] = await database.query<{ count: number }>(`select count(*)::int as count from session_events where type = 'sessions-revoked' and user_id is null`);
    expect(count - before).toBe(1);
  });
});
