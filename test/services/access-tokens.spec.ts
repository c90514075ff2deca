import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AccessToken, KeySet, ServerMetadata } from '@curfew/contracts';
import { ask, ok } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { administrator, signedIn, signedUp } from '../support/people.js';
import type { Device } from '../support/device.js';
import { eventually } from '../support/eventually.js';
import { guardKey, guardOf, says } from '../guard/fleet.js';
import { service } from './service.js';

const env = { KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'), ACCESS_TOKEN_AUDIENCES: 'orders,billing', POLL_INTERVAL: '200ms', LEASE: '5s' };
const { apis: [api, other = api], database, start } = await curfew(env, { apis: 2, gateways: 1, workers: 0 });
const root = await administrator(api);
const key = await service(root, ['introspect', 'sessions:write']);

const tokenOf = async (device: Device, body: object = {}): Promise<string> => (await device.call<AccessToken>('POST /v1/sessions/current/access-token', body)).accessToken;
const introspected = async (token: string, at = api) => (await key.at(at).form('POST /v1/introspect', { token })).body;
const keySet = async (at = api) => ok<KeySet>(await ask(at, 'GET /.well-known/jwks.json')).keys;
const part = (token: string, at: 0 | 1) => JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString());
const encoded = (value: object | string): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

describe('an access token (RFC 9068)', () => {
  it('is made from a live session, says whose it is, for whom and for how long, and is signed with a published key', async () => {
    const ada = await signedUp(api);
    const answer = await ada.device.ask('POST /v1/sessions/current/access-token');
    const { accessToken, ...rest } = ok<AccessToken>(answer);
    expect([answer.status, rest]).toEqual([201, { tokenType: 'Bearer', expiresIn: 300 }]);
    const keys = await keySet(other);
    expect(part(accessToken, 0)).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: keys[0]?.kid });
    const { iat, exp, ...claims } = part(accessToken, 1);
    expect(claims).toEqual({ iss: api.origin, sub: ada.user.id, aud: 'orders', sid: ada.device.session.id, client_id: 'curfew', jti: expect.any(String), auth_time: Math.floor(Date.parse(ada.device.session.createdAt) / 1000) });
    expect(exp - iat).toBe(300);
    expect(await introspected(accessToken, other)).toMatchObject({ active: true, sub: ada.user.id, sid: ada.device.session.id, aud: 'orders', exp, iat, curfew: { id: ada.device.session.id } });
    expect(part(await tokenOf(ada.device, { audience: 'billing' }), 1).aud).toBe('billing');
    expect(await ada.device.ask('POST /v1/sessions/current/access-token', { body: { audience: 'elsewhere' } })).toMatchObject({ status: 400, body: { errors: [{ path: 'audience' }] } });
  });

  it('is nothing to Curfew itself, and needs the Origin of a page that asks by cookie', async () => {
    const ada = await signedUp(api);
    const token = await tokenOf(ada.device);
    expect((await ask(api, 'GET /v1/sessions', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
    const browser = await signedIn(ada, 'cookie');
    expect((await browser.ask('POST /v1/sessions/current/access-token')).status).toBe(201);
    expect((await browser.ask('POST /v1/sessions/current/access-token', { headers: { origin: 'https://evil.test' } })).status).toBe(403);
  });

  it('is not active any more when its session ends, and ends it when it is given back', async () => {
    const ada = await signedUp(api);
    const [phone, tablet] = [await signedIn(ada), await signedIn(ada)];
    const [ofPhone, ofTablet] = [await tokenOf(phone), await tokenOf(tablet)];
    await ada.device.logOut(phone);
    expect(await introspected(ofPhone, other)).toEqual({ active: false });
    expect((await key.form('POST /v1/revoke', { token: ofTablet })).status).toBe(200);
    expect([await tablet.at(other).admitted(), await introspected(ofTablet)]).toEqual([401, { active: false }]);
  });

  it('never outlives its session', async () => {
    const brief = await start('api', { IDLE_TIMEOUT: '1m', ABSOLUTE_TIMEOUT: '1m' });
    const ada = await signedUp(brief);
    const { accessToken, expiresIn } = await ada.device.call<AccessToken>('POST /v1/sessions/current/access-token', {});
    expect(expiresIn).toBeLessThanOrEqual(60);
    expect(part(accessToken, 1).exp * 1000).toBeLessThanOrEqual(Date.parse(ada.device.session.createdAt) + 60_000);
  });
});

describe('what is taken for an access token (ASVS 9.1, 9.2)', () => {
  const mine = generateKeyPairSync('ed25519').privateKey;
  const forged = async (head: object, claims: object | string, by: KeyObject | ((text: string) => Buffer) = mine): Promise<string> => {
    const text = `${encoded({ alg: 'EdDSA', typ: 'at+jwt', kid: (await keySet())[0]?.kid, ...head })}.${encoded(claims)}`;
    return `${text}.${(typeof by === 'function' ? by(text) : sign(null, Buffer.from(text), by)).toString('base64url')}`;
  };
  // The installation's own key, as only whoever has both the database and KEY_ENCRYPTION_KEY can have it.
  const own = async (): Promise<KeyObject> => {
    const { unseal } = await import('../../libs/sessions/dist/access-tokens/sealing.js');
    const [row] = await database.query<{ id: string; sealed: Buffer }>('select id, sealed_private_key as sealed from signing_keys order by signs_from limit 1');
    const pem = unseal(Buffer.from(env.KEY_ENCRYPTION_KEY, 'base64'), row?.sealed ?? Buffer.alloc(0), row?.id ?? '');
    return createPrivateKey(pem?.toString() ?? '');
  };

  it('is that alone: each of these is refused', async () => {
    const { device } = await signedUp(api);
    const good = await tokenOf(device);
    const [claims, genuine, [jwk]] = [part(good, 1), await own(), await keySet()];
    const [head = '', body = '', signature = ''] = good.split('.');
    const flip = (text: string, at: number): string => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    const hmac = (secret: string | Buffer) => (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
    const now = Math.floor(Date.now() / 1000);
    const with_ = (more: object, without: readonly string[] = []) => Object.fromEntries(Object.entries({ ...claims, ...more }).filter(([name]) => !without.includes(name)));
    expect(await introspected(await forged({}, claims, genuine))).toMatchObject({ active: true });
    const tokens: Readonly<Record<string, string>> = {
      'a changed payload': `${head}.${flip(body, 20)}.${signature}`,
      'a changed signature': `${head}.${body}.${flip(signature, 20)}`,
      'no signature': `${head}.${body}.`,
      'alg none': `${encoded({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
      'alg NonE': `${encoded({ alg: 'NonE', typ: 'at+jwt', kid: jwk?.kid })}.${body}.`,
      'HS256 with the public key': await forged({ alg: 'HS256' }, claims, hmac(Buffer.from(jwk?.x ?? '', 'base64url'))),
      'HS256 with its text': await forged({ alg: 'HS256' }, claims, hmac(JSON.stringify(jwk))),
      'another key under our kid': await forged({}, claims),
      'its own key in the header': await forged({ jwk: mine.export({ format: 'jwk' }) }, claims),
      'a key set elsewhere': await forged({ jku: `${api.url}/jwks`, x5u: `${api.url}/x` }, claims),
      'a strange kid': await forged({ kid: '../../etc/passwd' }, claims),
      'the kid of a prototype': await forged({ kid: '__proto__' }, claims),
      'an unknown crit': await forged({ crit: ['x'], x: 1 }, claims, genuine),
      'b64 false': await forged({ crit: ['b64'], b64: false }, claims, genuine),
      'typ JWT': await forged({ typ: 'JWT' }, claims, genuine),
      'a security event': await forged({ typ: 'secevent+jwt' }, claims, genuine),
      'a log-out token': await forged({ typ: 'logout+jwt' }, claims, genuine),
      'no typ': await forged({ typ: undefined }, claims, genuine),
      'one that is over': await forged({}, with_({ exp: now - 1 }), genuine),
      'one that is not yet': await forged({}, with_({ nbf: now + 600 }), genuine),
      'one without an end': await forged({}, with_({}, ['exp']), genuine),
      'an end that is a text': await forged({}, with_({ exp: '9999999999' }), genuine),
      'an end beyond numbers': await forged({}, JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e400'), genuine),
      'an end before time': await forged({}, with_({ exp: -1 }), genuine),
      'another issuer': await forged({}, with_({ iss: 'https://evil.test' }), genuine),
      'another audience': await forged({}, with_({ aud: 'elsewhere' }), genuine),
      'no audience': await forged({}, with_({}, ['aud']), genuine),
      'no session': await forged({}, with_({}, ['sid']), genuine),
      'another session': await forged({}, with_({ sid: '01890a5d-ac96-774b-bcce-b302099a8057' }), genuine),
      'a session of another user': await forged({}, with_({ sub: root.user.id }), genuine),
    };
    for (const [what, token] of Object.entries(tokens)) expect([what, await introspected(token)]).toEqual([what, { active: false }]);
  });
});

describe('the keys', () => {
  it('lie in the database encrypted, and are published without their private half, with who signs', async () => {
    const rows = await database.query<{ sealed_private_key: Buffer }>('select * from signing_keys');
    expect(rows.map(({ sealed_private_key: sealed }) => sealed.toString('latin1')).join()).not.toContain('PRIVATE KEY');
    const answer = await ask(api, 'GET /.well-known/jwks.json');
    expect(answer.headers['cache-control']).toBe('public, max-age=300');
    for (const each of ok<KeySet>(answer).keys) expect(each).toEqual({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: expect.any(String), x: expect.stringMatching(/^[\w-]{43}$/) });
    expect(ok<ServerMetadata>(await ask(api, 'GET /.well-known/oauth-authorization-server'))).toEqual({
      issuer: api.origin, jwks_uri: `${api.origin}/.well-known/jwks.json`, introspection_endpoint: `${api.origin}/v1/introspect`, revocation_endpoint: `${api.origin}/v1/revoke`, access_token_audiences: ['orders', 'billing'],
    });
  });

  it('are replaced in an emergency by one command: what they signed is refused at once by every api and guard, and what the new one signs is good', async () => {
    const ada = await signedUp(api);
    const guard = guardOf(other.url, await guardKey(root), { audience: 'orders', issuer: api.origin });
    const before = await tokenOf(ada.device);
    expect([await says(guard, before), await introspected(before)]).toEqual(['live', expect.objectContaining({ active: true })]);

    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../apps/start/dist/replace-signing-keys.js', import.meta.url))], { env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url } });

    expect(stdout).toMatch(/taken out: what was signed with (it|them) is refused/);
    for (const at of [api, other]) {
      expect(await introspected(before, at)).toEqual({ active: false });
      expect((await keySet(at)).map(({ kid }) => kid)).not.toContain(part(before, 0).kid);
    }
    await eventually(async () => (await says(guard, before)) !== 'live', 30_000);
    const made: string[] = [];
    await eventually(async () => {
      const answer = await ada.device.ask('POST /v1/sessions/current/access-token');
      if (answer.status === 201) made.push(ok<AccessToken>(answer).accessToken);
      return made.some((token) => part(token, 0).kid !== part(before, 0).kid);
    }, 30_000);
    const after = made.at(-1) ?? '';
    await eventually(async () => (await says(guard, after)) === 'live', 30_000);
    for (const at of [api, other]) expect(await introspected(after, at)).toMatchObject({ active: true });
    expect(await says(guard, before)).toBe('unknown');
    expect(await database.query(`select actor_type from session_events where type = 'signing-keys-replaced'`)).toEqual([{ actor_type: 'system' }]);
  });

  it('change without a token refused: the next is published before it signs, the last until its tokens are over', async () => {
    const ada = await signedUp(api);
    const [first] = await keySet();
    // A month later. Whoever starts looks after the keys at once, the others within a minute.
    await database.query(`update signing_keys set signs_from = signs_from - interval '30 days'`);
    const next = await start('api', env);
    const both = await keySet();
    expect(both.map(({ kid }) => kid)).toEqual([expect.any(String), first?.kid]);
    const before = await tokenOf(ada.device.at(next));
    expect(part(before, 0).kid).toBe(first?.kid);
    // An hour later.
    await database.query(`update signing_keys set signs_from = signs_from - interval '61 minutes'`);
    const later = await start('api', env);
    const after = await tokenOf(ada.device.at(later));
    expect(part(after, 0).kid).toBe(both[0]?.kid);
    for (const token of [before, after]) for (const at of [api, other, later]) expect(await introspected(token, at)).toMatchObject({ active: true });
    // Its tokens are over.
    await database.query(`update signing_keys set signs_from = signs_from - interval '1 hour'`);
    await start('api', env);
    expect((await keySet()).map(({ kid }) => kid)).toEqual([both[0]?.kid]);
  });

  it('are made by nobody without KEY_ENCRYPTION_KEY, and cannot be read with another', async () => {
    const ada = await signedUp(api);
    const bare = await start('api', { KEY_ENCRYPTION_KEY: '' });
    expect(await ada.device.at(bare).ask('POST /v1/sessions/current/access-token')).toMatchObject({ status: 403, body: { code: 'access-tokens-off' } });
    const changed = await start('api', { KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64') });
    const token = await tokenOf(ada.device.at(changed));
    expect(await introspected(token)).toMatchObject({ active: true });
    expect((await keySet()).length).toBe(2);
  });
});
