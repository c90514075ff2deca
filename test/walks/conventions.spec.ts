import type { Page, Problem, Session, SignedIn, User } from '@curfew/contracts';
import { ask, cookieOf } from '../support/ask.js';
import { curfew, newEmail } from '../support/curfew.js';
import { password, signedIn, signedUp } from '../support/people.js';

const elsewhere = 'https://elsewhere.example';
const { apis: [api], gateways: [gateway] } = await curfew({ ALLOWED_ORIGINS: 'https://app.example' }, { gateways: 1, workers: 0 });
const ada = await signedUp(api);
const browser = await signedIn(ada, 'cookie');

describe('an error', () => {
  const cases = [
    ['a body that does not fit', 'POST /v1/sessions', { body: { email: 'ada' } }, 400, 'invalid-request'],
    ['an unknown field', 'POST /v1/sessions', { body: { email: 'a@example.com', password, admin: true } }, 400, 'invalid-request'],
    ['a repeated field', 'POST /v1/sessions', { body: '{"email":"a@example.com","email":"b@example.com","password":"x"}', headers: { 'content-type': 'application/json' } }, 400, 'invalid-request'],
    ['what is no JSON', 'POST /v1/sessions', { body: '{', headers: { 'content-type': 'application/json' } }, 400, 'invalid-request'],
    ['another type', 'POST /v1/sessions', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported-media-type'],
    ['too much', 'POST /v1/sessions', { body: { email: 'a@example.com', password: 'x'.repeat(70_000) } }, 413, 'body-too-large'],
    ['nobody', 'GET /v1/sessions', {}, 401, 'unauthenticated'],
    ['a token that is none', 'GET /v1/sessions', { headers: { authorization: 'Bearer nonsense' } }, 401, 'unauthenticated'],
    ['a wrong password', 'POST /v1/sessions', { body: { email: ada.email, password: 'wrong horse battery' } }, 401, 'invalid-credentials'],
    ['an unknown address', 'POST /v1/sessions', { body: { email: newEmail(), password } }, 401, 'invalid-credentials'],
    ['an address that has an account', 'POST /v1/users', { body: { email: ada.email, password } }, 409, 'email-taken'],
    ['a path that is none', 'GET /v1/nothing', {}, 404, 'not-found'],
  ] as const;

  it.each(cases)('for %s is problem+json with a code of its own', async (_, what, question, status, code) => {
    const answer = await ask(api, what, question);
    expect(answer).toMatchObject({ status, body: { type: expect.any(String), title: expect.any(String), status, detail: expect.any(String), code, requestId: expect.any(String) } });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(JSON.stringify(answer.body)).not.toMatch(/ at |select |node_modules|horse/);
    if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it('names each field that does not fit', async () => {
    const { body } = await ask(api, 'POST /v1/users', { body: { email: 'ada', password: 'short', name: 7 } });
    expect((body as Problem).errors?.map(({ path }) => path).toSorted()).toEqual(['email', 'name', 'password']);
  });

  it('is the same for a query', async () => {
    for (const query of ['limit=0', 'limit=201', 'limit=ten', 'status=alive', 'unknown=1', 'status=live&status=all', 'cursor=tampered']) {
      expect({ query, answer: await ada.device.ask(`GET /v1/sessions?${query}`) }).toMatchObject({ query, answer: { status: 400, body: { code: 'invalid-request' } } });
    }
  });

  it('does not tell an account from none, in time either', async () => {
    const time = async (email: string): Promise<number> => {
      const started = performance.now();
      for (let i = 0; i < 5; i += 1) await ask(api, 'POST /v1/sessions', { body: { email, password: 'wrong horse battery' } });
      return performance.now() - started;
    };
    await time(ada.email);
    const [known, unknown] = [await time(ada.email), await time(newEmail())];
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2);
  });
});

describe('a cookie', () => {
  it('is HttpOnly, SameSite=Lax, for the whole path and no other host; no token comes with it', async () => {
    const answer = await ask(api, 'POST /v1/sessions', { body: { email: ada.email, password } });
    const cookie = cookieOf(answer);
    expect(cookie).toMatchObject({ name: 'curfew', value: expect.stringMatching(/^[\w-]{43}$/) });
    expect(cookie?.attributes).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']));
    expect(cookie?.attributes.filter((each) => each.startsWith('domain') || each === 'secure')).toEqual([]);
    expect((answer.body as SignedIn).token).toBeUndefined();
  });

  it('is not set where a token is asked for', async () => {
    const answer = await ask(api, 'POST /v1/sessions', { body: { email: ada.email, password, delivery: 'token' } });
    expect(cookieOf(answer)).toBeUndefined();
    expect((answer.body as SignedIn).token).toMatch(/^[\w-]{43}$/);
  });
});

describe('a request that changes something', () => {
  const changes = { body: { name: 'Ada' } };
  it.each([
    ['from the page itself', { origin: api.origin }, 200],
    ['from an allowed origin', { origin: 'https://app.example' }, 200],
    ['from the same origin, which says so without Origin', { origin: '', 'sec-fetch-site': 'same-origin' }, 200],
    ['from another site', { origin: elsewhere }, 403],
    ['from another site that claims more', { origin: elsewhere, 'sec-fetch-site': 'same-origin' }, 403],
    ['from a sandboxed page', { origin: 'null' }, 403],
    ['from a neighbour', { origin: '', 'sec-fetch-site': 'same-site' }, 403],
    ['from who knows where', { origin: '' }, 403],
  ])('by cookie, %s', async (_, { origin, ...more }, status) => {
    const { cookie } = browser.credentials();
    const headers = { cookie: cookie ?? '', ...(origin === '' ? {} : { origin }), ...more };
    const answer = await ask(api, 'PATCH /v1/users/me', { ...changes, headers });
    expect(answer).toMatchObject(status === 200 ? { status } : { status, body: { code: 'cross-site-request' } });
  });

  it('by bearer needs no Origin', async () => {
    expect(await ada.device.ask('PATCH /v1/users/me', changes)).toMatchObject({ status: 200, body: { name: 'Ada' } });
  });

  it('signs nobody in from another site', async () => {
    const question = { body: { email: ada.email, password }, headers: { origin: elsewhere } };
    expect(await ask(api, 'POST /v1/sessions', question)).toMatchObject({ status: 403, body: { code: 'cross-site-request' } });
  });
});

describe('another origin', () => {
  it('gets CORS answers with credentials where it is allowed', async () => {
    const { headers } = await ask(api, 'OPTIONS /v1/sessions', { headers: { origin: 'https://app.example', 'access-control-request-method': 'DELETE' } });
    expect(headers).toMatchObject({ 'access-control-allow-origin': 'https://app.example', 'access-control-allow-credentials': 'true' });
  });

  it('gets none where it is not', async () => {
    const { headers } = await ask(api, 'GET /v1/sessions', { headers: { ...browser.credentials(), origin: elsewhere } });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('is refused by the gateway before the upgrade', async () => {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    const { status } = await ask(gateway, 'GET /socket.io/?EIO=4&transport=websocket', { headers: { ...browser.credentials(), ...upgrade, origin: elsewhere } });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });
});

describe('an answer that depends on who asks', () => {
  it.each(['GET /v1/sessions', 'GET /v1/sessions/current', 'GET /v1/users/me', 'GET /v1/activity'] as const)('is not kept: %s', async (what) => {
    expect((await ada.device.ask(what)).headers['cache-control']).toBe('no-store');
    expect((await ask(api, what)).headers['cache-control']).toBe('no-store');
  });
});

describe('a list', () => {
  it('comes in pages that have each row once, while rows come and go', async () => {
    const eve = await signedUp(api, 'eve');
    const devices = [eve.device];
    for (let i = 0; i < 6; i += 1) devices.push(await signedIn(eve));

    const seen: string[] = [];
    let cursor = '';
    do {
      const page: Page<Session> = await eve.device.sessions(`?limit=2${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      if (cursor === '') await signedIn(eve);
      cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
    } while (cursor !== '');

    expect(seen).toHaveLength(new Set(seen).size);
    expect(seen).toEqual(expect.arrayContaining(devices.map(({ session }) => session.id)));
    expect(seen[0]).toBe(eve.device.session.id);
  });

  it('takes no cursor of another list, nor one that was changed', async () => {
    const eve = await signedUp(api, 'eve');
    await signedIn(eve);
    const { nextCursor } = await eve.device.sessions('?limit=1');
    const tampered = `${nextCursor?.startsWith('A') ? 'B' : 'A'}${nextCursor?.slice(1)}`;
    for (const path of [`/v1/sessions?cursor=${tampered}`, `/v1/activity?cursor=${nextCursor}`] as const) {
      expect(await eve.device.ask(`GET ${path}`)).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    }
  });

  it('tells the live ones from the ended', async () => {
    const eve = await signedUp(api, 'eve');
    await eve.device.logOut(await signedIn(eve));
    const count = async (status: string): Promise<number> => (await eve.device.sessions(`?status=${status}`)).items.length;
    expect([await count('live'), await count('ended'), await count('all')]).toEqual([1, 1, 2]);
  });
});

describe('what is open to all', () => {
  it.each([['/health/live', 200], ['/health/ready', 200]] as const)('%s answers on api and gateway', async (path, status) => {
    expect((await ask(api, `GET ${path}`)).status).toBe(status);
    expect((await ask(gateway, `GET ${path}`)).status).toBe(status);
  });

  it('is not /metrics', async () => {
    expect((await ask(api, 'GET /metrics')).headers['content-type'] ?? '').not.toMatch(/^text\/plain/);
    expect((await ask(gateway, 'GET /metrics')).status).toBe(404);
  });

  it('includes the description of the API, with every path of it', async () => {
    const { body } = await ask(api, 'GET /openapi.json');
    const paths = Object.keys((body as { paths: object }).paths);
    expect(paths).toEqual(expect.arrayContaining(['/v1/users', '/v1/sessions', '/v1/sessions/{id}', '/v1/sessions/current', '/v1/admin/sessions', '/v1/admin/users/{id}/sessions']));
  });
});

describe('the account', () => {
  it('says who it is, and takes another name', async () => {
    expect(await ada.device.call<User>('GET /v1/users/me')).toMatchObject({ id: ada.user.id, email: ada.email, role: 'user', disabled: false });
  });

  it('takes another password, ends all other sessions by it, and the asking one goes on', async () => {
    const eve = await signedUp(api, 'eve');
    const phone = await signedIn(eve);
    const wrong = await eve.device.ask('PUT /v1/users/me/password', { body: { currentPassword: 'wrong horse battery', newPassword: `${password} 2` } });
    expect(wrong).toMatchObject({ status: 403, body: { code: 'invalid-credentials' } });

    await eve.device.call('PUT /v1/users/me/password', { currentPassword: password, newPassword: `${password} 2` });

    expect(await phone.admitted()).toBe(401);
    expect((await ask(api, 'POST /v1/sessions', { body: { email: eve.email, password } })).status).toBe(401);
    expect((await ask(api, 'POST /v1/sessions', { body: { email: eve.email, password: `${password} 2` } })).status).toBe(201);
  });
});
