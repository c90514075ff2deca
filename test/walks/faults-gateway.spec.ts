import type { Consumer, Ended, Page } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';

// A gateway that stands still beyond its lease while a session of its sockets ends: what it does when it wakes.
const LEASE = 3_000;
const { apis: [api], gateways: [gateway, second = gateway], redis } = await curfew({ POLL_INTERVAL: '200ms', LEASE: `${LEASE}ms`, CONFIRM_WAIT: '200ms' });
const root = await administrator(api);

it.each(['', ', and the doorbell cannot tell it'] as const)('acts on nothing before a fresh poll, and closes the socket%s', async (deaf) => {
  const [ada, bob] = await Promise.all([signedUp(api), signedUp(api, 'bob')]);
  const phone = await signedIn(ada);
  const [gone, elsewhere, others] = [await connected(phone, gateway), await connected(phone, second), await connected(bob.device, gateway)];
  if (deaf !== '') redis.freeze();

  try {
    gateway.freeze();
    const frozen = performance.now();
    const { receipt } = await ada.device.call<Ended>(`DELETE /v1/sessions/${phone.session.id}?wait=0`);
    expect(receipt).toMatchObject({ confirmed: false, consumers: { live: 4 } });
    expect(await elsewhere.ending()).toBe('revoked-by-user');
    const heardBefore = gone.messages.length;
    // What is not in the contract closes a socket without a word, if it is looked at.
    gone.socket.emit('unheard-of');
    await signedIn(ada);

    // Confirmed: so nobody admits it, though one has not heard of it and sleeps. It can only be so when that one's lease is over.
    await eventually(async () => (await ada.device.call<Ended>(`DELETE /v1/sessions/${phone.session.id}?wait=${LEASE}`)).receipt.confirmed);
    expect(performance.now() - frozen).toBeGreaterThan(LEASE * 0.8);
    expect((await consumers()).filter(({ lapsed }) => lapsed)).toEqual([expect.objectContaining({ kind: 'gateway' })]);
    gateway.thaw();

    // It may have slept so long that all of its sockets are asked to come back.
    const last = await gone.closed().then((how) => ({ how, ...gone.messages.at(-1) }));
    expect(last.how).toBe('io server disconnect');
    expect(gone.messages.slice(heardBefore).map(({ name }) => name)).toEqual([expect.stringMatching(/^(session-revoked|going-away)$/)]);
    await eventually(async () => (await refused(phone, gateway)).data).then((data) => expect(data).toMatchObject({ status: expect.any(Number) }));
    await eventually(async () => (await fetch(`${gateway.url}/health/ready`)).status === 200);
    expect((await refused(phone, gateway)).data).toMatchObject({ status: 401, code: 'unauthenticated' });
    await eventually(async () => (await consumers()).every(({ lapsed }) => !lapsed));
    if (!others.socket.connected) expect(others.messages.at(-1)?.name).toBe('going-away');
  } finally {
    gateway.thaw();
    if (deaf !== '') redis.thaw();
  }
}, 60_000);

it('goes on with the sockets whose sessions live, when it slept less than a lease', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const [staying, gone] = [await connected(ada.device, gateway), await connected(phone, gateway)];

  gateway.freeze();
  await ada.device.logOut(phone);
  gateway.thaw();

  expect(await gone.ending()).toBe('revoked-by-user');
  expect(await staying.heard('session-revoked')).toMatchObject({ sessionId: phone.session.id });
  expect(staying.socket.connected).toBe(true);
});

async function consumers(): Promise<readonly Consumer[]> {
  return (await root.device.call<Page<Consumer>>('GET /v1/admin/consumers')).items;
}
