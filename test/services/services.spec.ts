import { randomUUID } from 'node:crypto';
import type { ApiKey, EndedMany, Ended, IssuedApiKey, Page, ServiceSignedIn, Session } from '@curfew/contracts';
import { ask, firefox } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, password, signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';
import { Service, service } from './service.js';

const { apis: [api, other = api], gateways: [gateway], database, start } = await curfew({ POLL_INTERVAL: '200ms', LEASE: '5s' }, { apis: 2, gateways: 1, workers: 0 });
const root = await administrator(api);
const all = await service(root, ['sessions:write', 'sessions:read', 'introspect', 'feed']);

const subject = () => ({ externalId: `customer|${randomUUID()}`, email: `${randomUUID()}@example.com`, name: 'Grace' });
const opened = (who: object, more: object = {}): Promise<ServiceSignedIn> => all.call('POST /v1/service/sessions', { subject: who, ipAddress: '192.0.2.7', userAgent: firefox, ...more });
const admitted = async (token: string, at = api): Promise<number> => (await ask(at, 'GET /v1/sessions/current', { headers: { authorization: `Bearer ${token}` } })).status;

let used: ApiKey | undefined;

describe('an API key', () => {
  it('is shown once, kept as a hash, listed by its beginning, and says when it was used', async () => {
    const { apiKey, secret } = await root.device.call<IssuedApiKey>('POST /v1/admin/api-keys', { name: 'billing', scopes: ['introspect', 'introspect'], expiresAt: '2100-01-01T00:00:00.000Z' });
    expect(apiKey).toMatchObject({ name: 'billing', scopes: ['introspect'], prefix: secret.slice(0, 15), createdBy: root.user.id, expiresAt: '2100-01-01T00:00:00.000Z', lastUsedAt: null });
    expect(JSON.stringify(await database.query('select * from api_keys'))).not.toContain(secret.slice(16));
    await new Service(api, apiKey.id, secret).form('POST /v1/introspect', { token: 'x' });
    expect((await root.device.call<Page<ApiKey>>('GET /v1/admin/api-keys')).items).toContainEqual(apiKey);
    used = apiKey;
    expect(await root.device.ask('POST /v1/admin/api-keys', { body: { name: 'old', scopes: ['feed'], expiresAt: '2001-01-01T00:00:00.000Z' } })).toMatchObject({ status: 400, body: { errors: [{ path: 'expiresAt' }] } });
  });

  it('is nobody at any endpoint that is not for services, and a session is nobody at those', async () => {
    const ada = await signedUp(api);
    for (const what of ['GET /v1/sessions', 'GET /v1/users/me', 'GET /v1/admin/api-keys', 'GET /v1/forward-auth', 'POST /v1/sessions/current/access-token'] as const) {
      expect([what, (await all.ask(what)).status]).toEqual([what, 401]);
    }
    for (const what of ['GET /v1/feed', 'POST /v1/introspect', 'DELETE /v1/service/sessions/01890a5d-ac96-774b-bcce-b302099a8057'] as const) {
      expect([what, (await ada.device.ask(what)).status, (await ask(api, what)).status]).toEqual([what, 401, 401]);
    }
    expect((await ada.device.ask('GET /v1/admin/api-keys')).status).toBe(403);
  });

  it.each([
    ['sessions:write', 'POST /v1/service/sessions'],
    ['sessions:write', 'POST /v1/revoke'],
    ['sessions:read', 'GET /v1/service/subjects/x/sessions'],
    ['introspect', 'POST /v1/introspect'],
    ['introspect', 'POST /v1/feed/sessions'],
    ['feed', 'GET /v1/feed'],
    ['feed', 'POST /v1/feed/acks'],
  ] as const)('needs %s for %s', async (scope, what) => {
    const others = (['sessions:write', 'sessions:read', 'introspect', 'feed'] as const).filter((each) => each !== scope);
    expect(await (await service(root, others)).ask(what)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('is no key any more, on every api at once, when it is ended or its time is over', async () => {
    const [ended, lapsed] = [await service(root, ['introspect']), await service(root, ['introspect'])];
    expect((await ended.at(other).form('POST /v1/introspect', { token: 'x' })).status).toBe(200);
    await root.device.call(`DELETE /v1/admin/api-keys/${ended.id}`);
    await database.query(`update api_keys set expires_at = now() where id = $1`, [lapsed.id]);
    for (const key of [ended, ended.at(other), lapsed, lapsed.at(other)]) expect(await key.form('POST /v1/introspect', { token: 'x' })).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect((await root.device.ask(`DELETE /v1/admin/api-keys/${ended.id}`)).status).toBe(404);
    expect(await database.query(`select type, actor_id, reason from session_events where type like 'api-key-%' and reason like $1 order by number`, [`%${ended.secret.slice(0, 15)}%`])).toEqual(
      ['api-key-created', 'api-key-revoked'].map((type) => ({ type, actor_id: root.user.id, reason: `a service (${ended.secret.slice(0, 15)})` })),
    );
  });
});

describe('a service that signs its own users in', () => {
  it('opens sessions that live like any other, of one account for one external id', async () => {
    const grace = subject();
    const first = await opened(grace, { device: { label: 'phone' } });
    const second = await opened({ externalId: grace.externalId });
    expect(first.session).toMatchObject({ status: 'active', method: 'service', ipAddress: '192.0.2.7', current: false, device: { name: 'Firefox on Ubuntu', label: 'phone' } });
    expect([second.session.userId, await admitted(first.token), await admitted(first.token, other)]).toEqual([first.session.userId, 200, 200]);
    const who = await ask(api, 'GET /v1/users/me', { headers: { authorization: `Bearer ${second.token}` } });
    expect(who.body).toMatchObject({ id: first.session.userId, email: grace.email, name: 'Grace', role: 'user' });
    const listed = await all.call<Page<Session>>(`GET /v1/service/subjects/${encodeURIComponent(grace.externalId)}/sessions?limit=1`);
    const rest = await all.call<Page<Session>>(`GET /v1/service/subjects/${encodeURIComponent(grace.externalId)}/sessions?limit=1&cursor=${listed.nextCursor}`);
    expect(new Set([...listed.items, ...rest.items].map(({ id }) => id))).toEqual(new Set([first.session.id, second.session.id]));
    expect(rest.nextCursor).toBeNull();
    expect((await root.device.call<Page<Session>>(`GET /v1/admin/sessions?userId=${first.session.userId}`)).items).toHaveLength(2);
  });

  it('tells of a name or an address that has changed when the subject signs in again, and of nothing else', async () => {
    const who = subject();
    const { session } = await opened(who);
    const told = () => database.query<{ type: string }>(`select type from session_events where user_id = $1 and type like 'user-%' order by number`, [session.userId]);
    await opened(who);
    await opened({ externalId: who.externalId });
    expect(await told()).toEqual([{ type: 'user-created' }]);

    const { token } = await opened({ ...who, name: 'Grace Hopper' });

    expect(await told()).toEqual([{ type: 'user-created' }, { type: 'user-updated' }]);
    // Every process reads it again.
    for (const at of [api, other]) await eventually(async () => JSON.stringify((await ask(at, 'GET /v1/users/me', { headers: { authorization: `Bearer ${token}` } })).body).includes('Grace Hopper'));
  });

  it('gets hold of no account by its address, and nobody gets in as a subject by password', async () => {
    const ada = await signedUp(api);
    const grace = subject();
    await opened(grace);
    for (const email of [ada.email, grace.email]) {
      expect(await all.ask('POST /v1/service/sessions', { body: { subject: { ...subject(), email }, ipAddress: '::1' } })).toMatchObject({ status: 409, body: { code: 'email-taken' } });
    }
    expect((await ask(api, 'POST /v1/sessions', { body: { email: grace.email, password } })).status).toBe(401);
  });

  it('opens none for someone who was disabled here', async () => {
    const grace = subject();
    const { session } = await opened(grace);
    await root.device.call(`PATCH /v1/admin/users/${session.userId}`, { disabled: true });
    expect(await all.ask('POST /v1/service/sessions', { body: { subject: grace, ipAddress: '::1' } })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('ends one, with its sockets, and all of a subject, and says by whom', async () => {
    const grace = subject();
    const [one, two, three] = [await opened(grace), await opened(grace), await opened(grace)];
    const device = { ...(await signedUp(api)).device, token: one.token, credentials: () => ({ authorization: `Bearer ${one.token}` }) };
    const socket = await connected(device as never, gateway);
    const end = await all.call<Ended>(`DELETE /v1/service/sessions/${one.session.id}`);
    expect(end).toMatchObject({ session: { id: one.session.id, status: 'revoked', endReason: 'revoked-by-service', endedBy: { type: 'service', id: all.id } }, receipt: { confirmed: true, socketsClosed: 1 } });
    expect(await socket.ending()).toBe('revoked-by-service');
    expect((await all.call<Ended>(`DELETE /v1/service/sessions/${one.session.id}`)).receipt.position).toBe(end.receipt.position);
    const path = `/v1/service/subjects/${encodeURIComponent(grace.externalId)}/sessions` as const;
    expect(await all.call<EndedMany>(`DELETE ${path}`)).toMatchObject({ revoked: 2, receipt: { confirmed: true } });
    expect(await Promise.all([one, two, three].map(({ token }) => admitted(token, other)))).toEqual([401, 401, 401]);
    expect((await all.call<Page<Session>>(`GET ${path}?status=ended`)).items.map(({ endReason }) => endReason)).toEqual(Array(3).fill('revoked-by-service'));
    for (const what of ['GET', 'DELETE'] as const) expect((await all.ask(`${what} /v1/service/subjects/nobody/sessions`)).status).toBe(404);
  });
});

it.each([
  ['POST /v1/service/sessions', { ipAddress: '::1' }, ['subject']],
  ['POST /v1/service/sessions', { subject: { externalId: 'a b' }, ipAddress: '1.2.3' }, ['ipAddress', 'subject.externalId']],
  ['POST /v1/service/sessions', { subject: { externalId: 'a', role: 'admin' }, ipAddress: '::1', userId: 'x' }, ['subject.role', 'userId']],
  ['POST /v1/service/sessions', { subject: { externalId: 'a', email: 'nobody', name: '\u202e' }, ipAddress: '::1' }, ['subject.email', 'subject.name']],
  ['POST /v1/feed/sessions', { tokenHashes: ['short'], ids: [1], x: 1 }, ['ids.0', 'tokenHashes.0', 'x']],
  ['POST /v1/feed/sessions', { ids: Array(501).fill('01890a5d-ac96-774b-bcce-b302099a8057') }, ['ids']],
  ['POST /v1/feed/acks', { consumer: 'me', acks: [] }, ['acks', 'consumer']],
  ['POST /v1/feed/acks', { consumer: '01890a5d-ac96-774b-bcce-b302099a8057', acks: [{ eventId: '01890a5d-ac96-774b-bcce-b302099a8057', socketsClosed: -1 }] }, ['acks.0.socketsClosed']],
  ['POST /v1/feed/activity', { seen: [{ sessionId: '01890a5d-ac96-774b-bcce-b302099a8057', at: 'yesterday' }] }, ['seen.0.at']],
  ['GET /v1/feed?lease=1e3&after=%00&x=1&sockets=-1', undefined, ['after', 'lease', 'sockets', 'x']],
  ['GET /v1/feed?lease=1&lease=2&onStale=maybe', undefined, ['lease', 'onStale']],
  ['GET /v1/feed/stream', undefined, ['consumer']],
  ['GET /v1/service/subjects/x/sessions?limit=0&token=x', undefined, ['limit', 'token']],
  ['DELETE /v1/service/sessions/01890a5d-ac96-774b-bcce-b302099a8057?wait=-1&reason=x', undefined, ['reason', 'wait']],
] as const)('refuses what does not fit, by name: %s %j', async (what, body, paths) => {
  const answer = await all.ask(what, body === undefined ? {} : { body });
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  expect([...new Set((answer.body as { errors: { path: string }[] }).errors.map(({ path }) => path))].toSorted()).toEqual(paths);
});

describe('introspection (RFC 7662) and revocation (RFC 7009)', () => {
  it('says what a live session is, without counting as activity, and of anything else that it is not active and nothing more', async () => {
    const ada = await signedUp(api);
    const grace = subject();
    const { session, token } = await opened(grace);
    const answer = await all.form('POST /v1/introspect', { token, token_type_hint: 'access_token' });
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(answer.body).toEqual({
      active: true, token_type: 'Bearer', iss: api.origin, sub: session.userId, sid: session.id, username: grace.email, name: 'Grace', role: 'user', external_id: grace.externalId,
      exp: expect.any(Number), iat: Math.floor(Date.parse(session.createdAt) / 1000), auth_time: Math.floor(Date.parse(session.createdAt) / 1000),
      curfew: { id: session.id, userId: session.userId, tokenHash: expect.stringMatching(/^[\w-]{43}$/), generation: 0, realmGeneration: 0, expiresInMs: expect.any(Number), absoluteInMs: expect.any(Number) },
    });
    await ada.device.logOut();
    for (const none of [ada.device.token, 'x', session.id, all.secret, 'a.b.c', '\u0000'.repeat(43)]) {
      expect((await all.form('POST /v1/introspect', { token: none })).body).toEqual({ active: false });
    }
    expect((await database.query('select 1 from sessions where id = $1 and last_active_at = created_at', [session.id])).length).toBe(1);
  });

  it('knows of an end that it was never told of: it asks the primary', async () => {
    const { session, token } = await opened(subject());
    expect((await all.at(other).form('POST /v1/introspect', { token })).body).toMatchObject({ active: true });
    await database.query(`update sessions set expires_at = now() - interval '1 second' where id = $1`, [session.id]);
    expect((await all.at(other).form('POST /v1/introspect', { token })).body).toEqual({ active: false });
  });

  it.each([
    ['two tokens', 'token=a&token=b', 400],
    ['nothing', '', 400],
    ['an empty token', 'token=', 400],
    ['a field that is not known', 'token=a&x=1', 400],
    ['a long token', `token=${'a'.repeat(9_000)}`, 400],
    ['a body that is too large', `token=${'a'.repeat(70_000)}`, 413],
  ])('takes a form with one token, not %s', async (_case, body, status) => {
    const asked = await all.ask('POST /v1/introspect', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    expect(asked.status).toBe(status);
    expect((await all.ask('POST /v1/service/sessions', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' })).status).toBe(415);
  });

  it('reads many at once, by hash or by id', async () => {
    const [one, two] = [await opened(subject()), await opened(subject())];
    const { body } = await all.form('POST /v1/introspect', { token: one.token });
    const hash = (body as { curfew: { tokenHash: string } }).curfew.tokenHash;
    const { sessions } = await all.call<{ sessions: readonly { id: string; user: object; session: Session }[] }>('POST /v1/feed/sessions', { tokenHashes: [hash, 'A'.repeat(43)], ids: [two.session.id, randomUUID().replace(/^(.{14})./, '$17')] });
    expect(sessions.map(({ id }) => id).toSorted()).toEqual([one.session.id, two.session.id].toSorted());
    expect(sessions[0]).toMatchObject({ user: { role: 'user', name: 'Grace', externalId: expect.stringContaining('customer|') }, session: { status: 'active', method: 'service' } });
    expect((await all.ask('POST /v1/feed/sessions', { body: {} })).status).toBe(400);
  });

  it('ends the session of a token that is given back, and says nothing of one that is none', async () => {
    const { token, session } = await opened(subject());
    expect(await all.form('POST /v1/revoke', { token })).toMatchObject({ status: 200, body: undefined });
    expect(await admitted(token, other)).toBe(401);
    expect(await all.form('POST /v1/revoke', { token })).toMatchObject({ status: 200, body: undefined });
    expect(await root.device.call(`GET /v1/admin/sessions/${session.id}`)).toMatchObject({ endReason: 'revoked-by-service', endedBy: { type: 'service', id: all.id } });
  });
});

it('is written a little later when a key was used', async () => {
  const listed = await eventually(async () => (await root.device.call<Page<ApiKey>>('GET /v1/admin/api-keys')).items.find(({ id, lastUsedAt }) => id === used?.id && lastUsedAt !== null), 30_000);
  expect(listed).toEqual({ ...used, lastUsedAt: expect.any(String) });
});

describe('forward-auth', () => {
  const nowhere = '01890a5d-ac96-774b-bcce-b302099a8057';
  it('lets a live session pass, by token or cookie and however the proxy asks, and says whose it is', async () => {
    const ada = await signedUp(api);
    const browser = await signedIn(ada, 'cookie');
    for (const device of [ada.device, browser]) {
      for (const what of ['GET /v1/forward-auth', 'GET /v1/forward-auth?x=1', 'POST /v1/forward-auth/for/orders/7?x=1&x=2', 'DELETE /v1/forward-auth/for/a'] as const) {
        expect([what, await device.ask(what)]).toMatchObject([what, { status: 200, body: undefined, headers: { 'x-curfew-user': ada.user.id, 'x-curfew-session': device.session.id, 'cache-control': 'no-store' } }]);
      }
    }
    await ada.device.logOut(browser);
    for (const what of ['GET /v1/forward-auth', 'POST /v1/forward-auth/for/orders/7'] as const) {
      expect([(await browser.ask(what)).status, (await browser.at(other).ask(what)).status, (await ask(api, what)).status]).toEqual([401, 401, 401]);
    }
    expect((await ask(api, 'GET /v1/forward-auth', { headers: { authorization: `Bearer ${nowhere}` } })).status).toBe(401);
  });

  it('answers 503 without a lease, and 200 when it is back', async () => {
    const ada = await signedUp(api);
    const alone = await start('api', { LEASE: '2s' });
    expect((await ada.device.at(alone).ask('GET /v1/forward-auth')).status).toBe(200);
    // No renewal is committed meanwhile, so no poll is sent.
    const locked = database.query('lock table consumers in exclusive mode; select pg_sleep(6)');
    expect(await eventually(async () => (await ada.device.at(alone).ask('GET /v1/forward-auth')).status === 503)).toBe(true);
    await locked;
    await eventually(async () => (await ada.device.at(alone).ask('GET /v1/forward-auth')).status === 200, 30_000);
  });
});
