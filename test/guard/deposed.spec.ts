import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { primaryWithStandby } from '../faults/postgres/standby.js';
import { atEnd } from '../support/at-end.js';
import { curfew, type Door } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { guardKey, guardOf, says } from './fleet.js';

// A failover that leaves the old primary answering: one api is with the new one, the other still with the old. A guard reaches both by one address.
const database = await primaryWithStandby();
const { apis: [api], start } = await curfew({ POLL_INTERVAL: '200ms', LEASE: '20s', CONFIRM_WAIT: '300ms' }, { gateways: 1, workers: 0, database });

it('believes no read of a primary that was replaced, and goes on as soon as the new one answers', async () => {
  const root = await signedUp(api, 'root');
  await database.query(`update users set role = 'admin' where id = $1`, [root.user.id]);
  const key = await guardKey({ ...root, device: await signedIn(root) });
  const ada = await signedUp(api);
  const [phone, tablet] = [await signedIn(ada), await signedIn(ada)];
  const left = await start('api', { DATABASE_URL: database.leftBehindUrl });
  // Sessions are asked for by the api that is left behind, everything else by the other.
  const balancer = await balancing((path) => (path.startsWith('/v1/feed/sessions') ? left : api));
  const guard = guardOf(balancer.url, key);
  expect(await says(guard, tablet.token)).toBe('live');

  await database.depose();
  await eventually(() => api.log.some((line) => line.includes('a new timeline of the database')), 60_000);
  await eventually(() => guard.status().counts.resets > 0 && guard.status().admits, 60_000);
  const device = await eventually(() => signedIn(ada), 60_000);
  await device.logOutOthers();

  // The old primary has never heard of that end; its api still has a lease.
  expect([await says(guard, phone.token), await says(guard, device.token)]).toEqual(['stale', 'stale']);
  const before = await asked(left, key, phone.token);
  expect(before.sessions).toHaveLength(1);

  balancer.to(() => api);
  await eventually(async () => (await says(guard, device.token)) === 'live', 60_000);
  expect(['unknown', 'ended']).toContain(await says(guard, phone.token));
  expect((await asked(api, key, phone.token)).sessions).toHaveLength(0);
  // It cannot take its row out there, and would not end in order.
  await left.kill();
}, 150_000);

/** What this api reads of a session, and where. */
async function asked(door: Door, key: string, token: string): Promise<{ readonly sessions: readonly unknown[]; readonly source: string }> {
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(token))).toString('base64url');
  const answer = await fetch(`${door.url}/v1/feed/sessions`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ tokenHashes: [hash] }) });
  return (await answer.json()) as { sessions: unknown[]; source: string };
}

/** One address in front of several apis. */
async function balancing(first: (path: string) => Door): Promise<{ readonly url: string; to(pick: (path: string) => Door): void }> {
  let pick = first;
  const server = createServer((question, answer) => {
    const path = question.url ?? '/';
    const asking = ask(new URL(path, pick(path).url), { method: question.method ?? 'GET', headers: question.headers, agent: false }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.on('error', () => answer.destroy()).pipe(answer);
    });
    asking.on('error', () => answer.destroy());
    answer.on('close', () => asking.destroy());
    question.pipe(asking);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, to: (other) => void (pick = other) };
}
