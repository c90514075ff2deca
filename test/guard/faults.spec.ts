import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atEnd } from '../support/at-end.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp } from '../support/people.js';
import { guardKey, guardOf, says } from './fleet.js';

const LEASE = 4_000;
const { apis: [api, other = api], start } = await curfew({ LEASE: `${LEASE}ms`, POLL_INTERVAL: '500ms', CONFIRM_WAIT: '4s' }, { apis: 2, gateways: 1, workers: 0 });
const root = await administrator(api);
const key = await guardKey(root);

it('refuses everyone once the api has stood still for the lease, and obeys what happened meanwhile when it goes on', async () => {
  const ada = await signedUp(other);
  const phone = await signedIn(ada);
  const [guard, indulgent] = [guardOf(api.url, key), guardOf(api.url, key, { onStale: 'allow' })];
  const changes: string[] = [];
  guard.on('stale', () => changes.push('stale'));
  guard.on('fresh', () => changes.push('fresh'));
  const attached = await guard.attach(phone.token, () => undefined);
  expect([await says(guard, phone.token), await says(guard, ada.device.token), await says(indulgent, phone.token), await says(indulgent, ada.device.token)]).toEqual(['live', 'live', 'live', 'live']);
  if (!attached.active) throw new Error('not let in');
  // Without a lease it may go by what was read before its last poll alone.
  const { polls } = indulgent.status().counts;
  await eventually(() => indulgent.status().counts.polls > polls + 1, 60_000);

  api.freeze();
  const frozenAt = performance.now();
  try {
    const { receipt } = await ada.device.at(other).logOut(phone);
    // Whoever cannot be reached may still admit, so nobody says otherwise; from the lease on it cannot.
    expect(receipt.confirmed).toBe(false);
    await eventually(async () => (await says(guard, ada.device.token)) === 'stale', 60_000);
    expect([await says(guard, phone.token), attached.passes()]).toEqual(['stale', false]);
    // The one that was told to allow goes on with those that it knows, and only with those.
    expect([await says(indulgent, phone.token), await says(indulgent, (await signedIn(ada)).token)]).toEqual(['live', 'stale']);
    expect(performance.now() - frozenAt).toBeGreaterThan(0.9 * LEASE - 1_500);
  } finally {
    api.thaw();
  }

  await eventually(async () => (await says(guard, ada.device.token)) === 'live', 60_000);
  expect([await says(guard, phone.token), attached.passes()]).toEqual(['ended', false]);
  await eventually(async () => (await says(indulgent, phone.token)) === 'ended', 60_000);
  expect(changes).toEqual(['fresh', 'stale', 'fresh']);
});

it('goes on by itself after its api was killed and started again, and admits nobody in between beyond the lease', async () => {
  const ada = await signedUp(other);
  const phone = await signedIn(ada);
  const first = await start('api');
  const guard = guardOf(first.url, key);
  expect(await says(guard, phone.token)).toBe('live');

  await first.kill();
  await ada.device.logOut(phone);
  await eventually(async () => (await says(guard, phone.token)) !== 'live', 60_000);
  await start('api', { API_PORT: new URL(first.url).port });

  await eventually(async () => (await says(guard, ada.device.token)) === 'live', 60_000);
  expect(await says(guard, phone.token)).toBe('ended');
  await eventually(() => guard.status().listening, 60_000);
});

it('does with the polls alone behind a proxy that holds the stream back', async () => {
  const ada = await signedUp(api);
  const [phone, tablet] = await Promise.all([signedIn(ada), signedIn(ada)]);
  const proxy = await holdingProxy(api.url);
  const guard = guardOf(proxy, key);
  const closed: unknown[] = [];
  expect(await says(guard, phone.token)).toBe('live');
  expect(await guard.attach(tablet.token, (parting) => closed.push(parting))).toMatchObject({ active: true });

  const { receipt } = await ada.device.logOutOthers();

  // The receipt waits for the next poll of that guard: nothing else can tell it.
  expect(receipt.confirmed).toBe(true);
  expect([await says(guard, phone.token), closed]).toEqual(['ended', [expect.objectContaining({ cause: 'ended' })]]);
  expect(guard.status().listening).toBe(false);
  await guard.close();
});

it('serves two hundred guards at once: each refuses from the moment at which the receipt is confirmed', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const guards = Array.from({ length: 200 }, (_, index) => guardOf(index % 2 === 0 ? api.url : other.url, key));
  await Promise.all(guards.map((guard) => guard.ready()));
  const all = (token: string) => Promise.all(guards.map((guard) => says(guard, token)));
  await eventually(async () => (await all(phone.token)).every((said) => said === 'live'), 60_000);

  // Asked again it is the same end, with the receipt as it is known then.
  await eventually(async () => {
    const { receipt } = await ada.device.call<{ receipt: { confirmed: boolean } }>(`DELETE /v1/sessions/${phone.session.id}?wait=${LEASE}`);
    return receipt.confirmed;
  }, 60_000);

  expect(await all(phone.token)).not.toContain('live');
  await eventually(async () => (await all(ada.device.token)).every((said) => said === 'live'), 60_000);
  await Promise.all(guards.map((guard) => guard.close()));
});

/** A proxy that passes each answer on when it is whole: of a stream nothing ever comes. */
async function holdingProxy(url: string): Promise<string> {
  const server: Server = createServer((question, answer) => {
    const asked = ask(new URL(question.url ?? '/', url), { method: question.method ?? 'GET', headers: question.headers, agent: false }, (given) => {
      const parts: Buffer[] = [];
      given.on('data', (part: Buffer) => parts.push(part)).on('error', () => answer.destroy());
      given.on('end', () => answer.writeHead(given.statusCode ?? 502, given.headers).end(Buffer.concat(parts)));
    });
    asked.on('error', () => answer.destroy());
    answer.on('close', () => asked.destroy());
    question.pipe(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
