import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createGuard } from '@curfew/guard';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { v7 } from 'uuid';

const AGAIN = 200_000;

/** What a warm check takes beside what nobody can do without, and what a session in memory weighs. Lines of text: microseconds and bytes, not what the table has. */
export async function* measureChecks(sizes: readonly number[]): AsyncGenerator<string> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'EdDSA', use: 'sig' }] };
  const curfew = await everyone(keys);
  const guard = createGuard({ url: curfew.url, apiKey: 'k', reportActivity: true });
  const token = randomBytes(32).toString('base64url');
  const sid = v7();
  const jwt = await new SignJWT({ sid, client_id: 'curfew', auth_time: 1 }).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k' }).setIssuer(curfew.url).setAudience('curfew')
    .setSubject(userOf(sid)).setJti('j').setIssuedAt().setExpirationTime('5m').sign(privateKey);
  const map = new Map([[hashOf(token), true]]);
  const local = createLocalJWKSet(keys);
  yield `guard.check, session token: ${await each(() => guard.check(token))} µs`;
  yield `guard.check, access token: ${await each(() => guard.check(jwt))} µs`;
  yield `sha256 + Map: ${await each(async () => map.get(hashOf(token)))} µs`;
  yield `jose jwtVerify: ${await each(() => jwtVerify(jwt, local, { issuer: curfew.url, audience: 'curfew', typ: 'at+jwt' }), AGAIN / 20)} µs`;
  await guard.close();
  for (const size of sizes) yield `${size.toLocaleString('en')} sessions: ${await weigh(curfew.url, size)} bytes each`;
  curfew.server.close();
}

async function each(work: () => Promise<unknown>, times = AGAIN): Promise<string> {
  for (let warm = 0; warm < times / 10; warm += 1) await work();
  const began = performance.now();
  for (let done = 0; done < times; done += 1) await work();
  return (((performance.now() - began) * 1_000) / times).toFixed(2);
}

async function weigh(url: string, size: number): Promise<number> {
  const guard = createGuard({ url, apiKey: 'k', reportActivity: false });
  await guard.ready();
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let from = 0; from < size; from += 10_000) await Promise.all(Array.from({ length: Math.min(10_000, size - from) }, () => guard.check(randomBytes(32).toString('base64url'))));
  globalThis.gc?.();
  const bytes = Math.round((process.memoryUsage().heapUsed - before) / guard.status().sessions);
  await guard.close();
  return bytes;
}

/** A Curfew to which every token is live. */
async function everyone(keys: object): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(async (question, answer) => {
    const say = (body: object): void => void answer.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (question.url?.startsWith('/v1/feed/stream')) return void answer.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
    if (question.url === '/.well-known/jwks.json') return say(keys);
    if (question.url?.startsWith('/.well-known/')) return say({ issuer: url });
    if (question.url !== '/v1/feed/sessions') return say({ events: [], cursor: 'c', consumer: v7(), leaseMs: 10_000, pollIntervalMs: 1_000, idleTimeoutMs: 1_209_600_000 });
    const { tokenHashes, ids } = (await json(question)) as { tokenHashes: string[]; ids: string[] };
    return say({ sessions: [...ids.map((id) => sessionOf(id, hashOf(id))), ...tokenHashes.map((hash) => sessionOf(v7(), hash))] });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, server };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
const userOf = (id: string): string => `${id.slice(0, 35)}${id.endsWith('0') ? '1' : '0'}`;
const sessionOf = (id: string, tokenHash: string): object => ({
  id, userId: userOf(id), tokenHash, generation: 0, realmGeneration: 0, expiresInMs: 1e9, absoluteInMs: 1e9, user: { id: userOf(id), email: null, name: null, role: 'user', externalId: null },
});
