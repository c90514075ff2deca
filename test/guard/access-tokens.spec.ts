import { createHmac, randomUUID } from 'node:crypto';
import { createGuard } from '@curfew/guard';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { atEnd } from '../support/at-end.js';
import { eventually } from '../support/eventually.js';
import { ScriptedCurfew, type ScriptedSession } from '../conformance/scripted-curfew.js';
import { says } from './fleet.js';

const curfew = new ScriptedCurfew();
const url = await curfew.listen();
const [signer, stranger] = await Promise.all([generateKeyPair('EdDSA', { extractable: true }), generateKeyPair('EdDSA', { extractable: true })]);
const jwk = { ...(await exportJWK(signer.publicKey)), kid: 'one', alg: 'EdDSA', use: 'sig' };
curfew.keys = [jwk];
const guard = createGuard({ url, apiKey: 'k' });
atEnd(async () => {
  await guard.close();
  await curfew.close();
});
const session = curfew.open();

const now = (): number => Math.floor(Date.now() / 1_000);

interface Change {
  readonly header?: Partial<JWTHeaderParameters>;
  readonly claims?: JWTPayload;
  readonly key?: typeof signer.privateKey;
}

/** An access token as Curfew makes them, but for what is changed. */
function tokenOf({ id, userId }: ScriptedSession, { header, claims, key = signer.privateKey }: Change = {}): Promise<string> {
  const payload = { iss: curfew.issuer, sub: userId, aud: 'curfew', sid: id, client_id: 'curfew', jti: randomUUID(), iat: now(), auth_time: now(), exp: now() + 300, ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'one', ...header }).sign(key);
}

const base64 = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

it('admits by access token, asks once about its session, and shares what it knows with the session\'s own token', async () => {
  const mine = curfew.open();
  const jwt = await tokenOf(mine);
  const asked = (): number => curfew.asks('sessions').length;
  const before = asked();

  expect(await Promise.all(Array.from({ length: 10 }, () => says(guard, jwt)))).toEqual(Array.from({ length: 10 }, () => 'live'));
  expect(asked() - before).toBe(1);
  for (let times = 0; times < 5; times += 1) expect([await says(guard, mine.token), await says(guard, jwt), await says(guard, await tokenOf(mine))]).toEqual(['live', 'live', 'live']);
  // One for the session's own token: from then on it is one copy for both.
  expect(asked() - before).toBe(2);
});

it('is never enough by itself: the session has ended, and a genuine token of it is refused', async () => {
  const mine = curfew.open();
  const [seen, unseen] = [await tokenOf(mine), await tokenOf(mine)];
  expect(await says(guard, seen)).toBe('live');
  curfew.end(mine);
  await eventually(async () => (await says(guard, seen)) === 'ended', 30_000);
  expect(await says(guard, unseen)).toBe('ended');
});

it('says stale, not unknown, when it has no lease', async () => {
  const own = createGuard({ url: 'http://127.0.0.1:9', apiKey: 'k' });
  expect(await says(own, await tokenOf(session))).toBe('stale');
  await own.close();
});

it.each<[string, () => Promise<string>]>([
  ['a changed payload', async () => altered(1, (text) => base64({ ...JSON.parse(Buffer.from(text, 'base64url').toString()), sub: randomUUID() }))],
  ['a changed signature', async () => altered(2, (text) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`)],
  ['alg none', async () => altered(0, () => base64({ alg: 'none', typ: 'at+jwt' }))],
  ['HS256 with the public key', async () => hmac(await exportSPKI(signer.publicKey))],
  ['HS256 with the public key\'s bytes', async () => hmac(Buffer.from(jwk.x ?? '', 'base64url'))],
  ['a stranger\'s key', () => tokenOf(session, { key: stranger.privateKey })],
  ['a stranger\'s key that it brings along', async () => tokenOf(session, { key: stranger.privateKey, header: { jwk: await exportJWK(stranger.publicKey) } })],
  ['a key by address', () => tokenOf(session, { key: stranger.privateKey, header: { jku: `${url}/elsewhere`, x5u: `${url}/elsewhere` } })],
  ['a path as kid', () => tokenOf(session, { header: { kid: '../../etc/passwd' } })],
  ['__proto__ as kid', () => tokenOf(session, { header: { kid: '__proto__' } })],
  ['another type', () => tokenOf(session, { header: { typ: 'secevent+jwt' } })],
  ['the plain type', () => tokenOf(session, { header: { typ: 'JWT' } })],
  ['another audience', () => tokenOf(session, { claims: { aud: 'others' } })],
  ['another issuer', () => tokenOf(session, { claims: { iss: 'https://evil.example' } })],
  ['no end', () => tokenOf(session, { claims: { exp: undefined } as unknown as JWTPayload })],
  ['an end that has passed', () => tokenOf(session, { claims: { exp: now() - 10 } })],
  ['an end in words', () => tokenOf(session, { claims: { exp: '9999999999' as unknown as number } })],
  ['a beginning ahead', () => tokenOf(session, { claims: { nbf: now() + 60 } })],
  ['no session', () => tokenOf(session, { claims: { sid: undefined } })],
  ['a session that is no id', () => tokenOf(session, { claims: { sid: 'sid:__proto__' } })],
  ['another user\'s session', () => tokenOf(session, { claims: { sub: curfew.open().userId } })],
  ['a critical header that nobody knows', () => tokenOf(session, { header: { crit: ['tomorrow'], tomorrow: 1 } }).catch(() => altered(0, () => base64({ alg: 'EdDSA', typ: 'at+jwt', kid: 'one', crit: ['tomorrow'], tomorrow: 1 })))],
])('refuses %s', async (_, make) => {
  expect(['unknown', 'ended']).toContain(await says(guard, await make()));
});

it('fetches no keys for a storm of tokens with keys that do not exist', async () => {
  const before = curfew.keyFetches;
  const storm = await Promise.all(Array.from({ length: 200 }, (_, index) => tokenOf(session, { header: { kid: `none-${index}` } })));
  expect(new Set(await Promise.all(storm.map((token) => says(guard, token))))).toEqual(new Set(['unknown']));
  expect(curfew.keyFetches - before).toBeLessThanOrEqual(1);
});

it('refuses at once what a key has signed that was replaced in an emergency, and closes what came with it; what the new one signs is admitted', async () => {
  const mine = curfew.open();
  const [before, fresh] = [await tokenOf(mine), await generateKeyPair('EdDSA', { extractable: true })];
  const closed: unknown[] = [];
  const attached = await guard.attach(before, (parting) => closed.push(parting));
  const other = await guard.attach(mine.token, (parting) => closed.push(parting));
  if (!attached.active || !other.active) throw new Error('not let in');
  expect(await says(guard, before)).toBe('live');

  // For a moment there is none, until an api has made one.
  curfew.keys = [];
  curfew.append({ type: 'signing-keys-replaced', userId: null, sessionId: null });

  await eventually(async () => (await says(guard, before)) !== 'live', 30_000);
  expect([attached.passes(), other.passes(), closed]).toEqual([false, true, [expect.objectContaining({ cause: 'going-away' })]]);
  curfew.keys = [{ ...(await exportJWK(fresh.publicKey)), kid: 'two', alg: 'EdDSA', use: 'sig' }];
  const after = await tokenOf(mine, { key: fresh.privateKey, header: { kid: 'two' } });
  await eventually(async () => (await says(guard, after)) === 'live', 30_000);
  expect(await says(guard, before)).toBe('unknown');
  other.detach();
  attached.detach();
});

async function altered(part: 0 | 1 | 2, change: (text: string) => string): Promise<string> {
  const parts = (await tokenOf(session)).split('.');
  return parts.map((text, index) => (index === part ? change(text) : text)).join('.');
}

function hmac(secret: string | Buffer): string {
  const signed = `${base64({ alg: 'HS256', typ: 'at+jwt', kid: 'one' })}.${base64({ iss: curfew.issuer, sub: session.userId, aud: 'curfew', sid: session.id, client_id: 'curfew', jti: 'j', iat: now(), auth_time: now(), exp: now() + 300 })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
