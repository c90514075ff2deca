import type { SignedIn } from '@curfew/contracts';
import { ask, ok, type Answer } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { password, signedIn, signedUp } from '../support/people.js';
import { upgrade } from '../gateway/raw-link.js';

const https = { PUBLIC_URL: 'https://curfew.example', GATEWAY_URL: 'https://curfew.example', ALLOWED_ORIGINS: 'https://app.example' };
const { apis: [api], gateways: [gateway], start } = await curfew({ ALLOWED_ORIGINS: 'https://app.example' }, { gateways: 1, workers: 0 });
const [secure, secureGateway] = await Promise.all([start('api', https), start('gateway', https)]);
const ada = await signedUp(api);
const phone = await signedIn(ada);
const unknown = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('another origin', () => {
  const foreign = ['https://evil.example', 'null', 'https://app.example.evil.example', 'https://app.example:444', 'http://app.example', 'https://APP.example', 'https://sub.app.example', 'file://', '*'];
  const asking = (origin: string) => ({ origin, ...phone.credentials() });

  it.each(foreign)('%s gets no CORS answer, to a request or a preflight', async (origin) => {
    for (const what of ['GET /v1/users/me', 'OPTIONS /v1/users/me', 'GET /none', 'GET /'] as const) {
      const { headers } = await ask(api, what, { headers: { ...asking(origin), 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' } });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it.each(['https://app.example', api.origin])('%s gets one with credentials, for itself alone', async (origin) => {
    const simple = await ask(api, 'GET /v1/users/me', { headers: asking(origin) });
    const preflight = await ask(api, 'OPTIONS /v1/users/me', { headers: { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization, content-type' } });
    for (const { headers } of [simple, preflight, await ask(api, 'GET /v1/none', { headers: asking(origin) })]) {
      expect(headers).toMatchObject({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: expect.stringMatching(/\borigin\b/iu) });
    }
    expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-methods': expect.stringContaining('PATCH'), 'access-control-allow-headers': expect.stringMatching(/authorization/iu) } });
    expect(simple.headers['access-control-expose-headers']).toMatch(/X-Request-Id/iu);
  });
});

describe('a cookie', () => {
  const signIn = (door: typeof api) => ask(door, 'POST /v1/sessions', { body: { email: ada.email, password } });
  const cookies = ({ headers }: Answer): readonly (readonly string[])[] => [headers['set-cookie'] ?? []].flat().map((line) => line.split(/;\s*/u));

  it.each([
    ['http', api, ['curfew', 'curfew-device'], []],
    ['https', secure, ['__Host-curfew', '__Host-curfew-device'], ['Secure']],
  ] as const)('over %s is for this host, hidden from scripts, and Lax; of the session and of the device', async (_, door, names, more) => {
    const set = cookies(await signIn(door));
    expect(set.map(([pair = '']) => pair.split('=')[0])).toEqual(names);
    for (const [pair, ...attributes] of set) {
      expect(pair).toMatch(/=[\w-]{22,43}$/u);
      expect(attributes.map((each) => each.replace(/=\d+$/u, '=…')).toSorted()).toEqual(['HttpOnly', 'Max-Age=…', 'Path=/', 'SameSite=Lax', ...more].toSorted());
    }
  });

  it.each([['http', api, 'curfew', []], ['https', secure, '__Host-curfew', ['Secure']]] as const)('over %s is taken away with the same attributes', async (_, door, name, more) => {
    const [[pair = ''] = []] = cookies(await signIn(door));
    const left = await ask(door, 'DELETE /v1/sessions/current', { headers: { cookie: pair, origin: door === api ? api.origin : 'https://curfew.example' } });
    expect(left.headers['clear-site-data']).toBe('"cache", "storage"');
    expect(cookies(left).map(([first, ...rest]) => [first, ...rest.toSorted()])).toEqual([[`${name}=`, ...['HttpOnly', 'Max-Age=0', 'Path=/', 'SameSite=Lax', ...more].toSorted()]]);
  });

  it('is not adopted from the client, nor taken by another name', async () => {
    const planted = 'A'.repeat(43);
    const answer = await ask(api, 'POST /v1/sessions', { body: { email: ada.email, password }, headers: { cookie: `curfew=${planted}` } });
    expect(JSON.stringify(answer.headers['set-cookie'])).not.toContain(planted);
    expect((await ask(secure, 'GET /v1/users/me', { headers: { cookie: `curfew=${phone.token}` } })).status).toBe(401);
    expect((await ask(secure, 'GET /v1/users/me', { headers: { cookie: `__Host-curfew=${phone.token}` } })).status).toBe(200);
    expect((await ask(api, 'GET /v1/users/me', { headers: { cookie: `__Host-curfew=${phone.token}` } })).status).toBe(401);
  });

  it('brings no token into the body, and a token sets no cookie', async () => {
    expect(ok<SignedIn>(await signIn(api)).token).toBeUndefined();
    expect(cookies(await ask(api, 'POST /v1/sessions', { body: { email: ada.email, password, delivery: 'token' } }))).toEqual([]);
  });
});

describe('a change by cookie', () => {
  const own = 'https://curfew.example';
  it.each([
    [{ origin: own }, 200],
    [{ origin: 'https://app.example' }, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: own, 'sec-fetch-site': 'cross-site' }, 200],
    [{}, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://curfew.example' }, 403],
    [{ origin: 'https://curfew.example:8443' }, 403],
    [{ origin: 'https://curfew.example.evil.example' }, 403],
    [{ origin: 'https://curfew.example', host: 'evil.example' }, 200],
    [{ origin: 'https://evil.example', host: 'evil.example' }, 403],
    [{ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }, 403],
    [{ referer: `${own}/` }, 403],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, 403],
  ] as const)('with %j is answered %i, by every method alike', async (headers, status) => {
    const cookie = `__Host-curfew=${phone.token}`;
    const changes = [['PATCH /v1/users/me', { name: 'Ada' }], [`PATCH /v1/sessions/${phone.session.id}`, { label: 'phone' }], [`DELETE /v1/blocked-devices/${unknown}`, undefined], [`POST /v1/sessions/${ada.device.session.id}/acknowledge`, undefined]] as const;
    for (const [what, body] of changes) {
      const answer = await ask(secure, what, { headers: { ...headers, cookie }, ...(body === undefined ? {} : { body }) });
      expect([what, answer.status === 403 && (answer.body as { code: string }).code === 'cross-site-request']).toEqual([what, status === 403]);
    }
    expect((await ask(secure, 'GET /v1/users/me', { headers: { ...headers, cookie } })).status).toBe(200);
  });
});

describe('the gateway', () => {
  const own = [['http', gateway, api.origin], ['https', secureGateway, 'https://curfew.example']] as const;

  it.each(own)('over %s lets its own origins and programs in, and refuses every other before the upgrade', async (_, door, origin) => {
    for (const good of [{ origin }, { origin: 'https://app.example' }, {}]) {
      const { status, link } = await upgrade(door, good);
      link?.destroy();
      expect([good, status]).toEqual([good, 101]);
    }
    const { host, hostname, protocol } = new URL(origin);
    const other = protocol === 'https:' ? 'http:' : 'https:';
    for (const bad of ['https://evil.test', 'null', `${origin}.evil.test`, `${protocol}//${hostname}:444`, `${other}//${host}`, `${protocol}//evil.${host}`, `${protocol}//${host}@evil.test`, `${origin}/`, origin.toUpperCase(), '', '*', `${origin}, https://evil.test`]) {
      for (const cookie of [{}, { cookie: `curfew=${phone.token}; __Host-curfew=${phone.token}` }]) {
        expect([bad, (await upgrade(door, { origin: bad, ...cookie })).status]).toEqual([bad, 400]);
      }
    }
  });

  it('gives no CORS answer to anyone', async () => {
    for (const origin of ['https://evil.example', 'https://app.example', api.origin]) {
      for (const what of ['GET /health/live', 'OPTIONS /socket.io/?EIO=4&transport=websocket', 'GET /socket.io/?EIO=4&transport=polling'] as const) {
        const { headers } = await ask(gateway, what, { headers: { origin } });
        expect([what, headers['access-control-allow-origin'] ?? 'none']).toEqual([what, 'none']);
      }
    }
  });
});
