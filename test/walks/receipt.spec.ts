import type { Consumer, Ended, EndedMany, Page, Receipt } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import type { Device } from '../support/device.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';

const LEASE = 4_000;
const { apis: [api, other = api], gateways: [gateway, second = gateway], start } = await curfew({ POLL_INTERVAL: '200ms', LEASE: `${LEASE}ms`, CONFIRM_WAIT: '3s' }, { apis: 2 });
const root = await administrator(api);

it('lists every process that admits: what it is, how far behind, how long it may go on, and how many sockets it has', async () => {
  await connected(root.device, gateway);
  const all = await eventually(async () => {
    const { items } = await consumers();
    return items.some(({ sockets }) => sockets === 1) && items;
  });

  expect(all.map(({ kind }) => kind).toSorted()).toEqual(['api', 'api', 'gateway', 'gateway', 'worker']);
  for (const consumer of all) expect(consumer).toMatchObject({ leaseMs: LEASE, lapsed: false, allowsWhenStale: false, lagMs: expect.any(Number) });
  expect(new Set(all.map(({ id }) => id)).size).toBe(5);
  expect(all.reduce((sum, { sockets }) => sum + sockets, 0)).toBe(1);
});

it('is confirmed when two apis, two gateways and the worker know: from that moment nobody admits the session', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const sockets = await Promise.all([gateway, gateway, second].map((at) => connected(phone, at)));
  expect(await phone.at(other).admitted()).toBe(200);

  const { receipt } = await ada.device.logOut(phone);
  const now = await Promise.all([phone.admitted(), phone.at(other).admitted(), ...[gateway, second].map(async (at) => (await refused(phone, at)).data)]);

  expect(now).toEqual([401, 401, ...[1, 2].map(() => expect.objectContaining({ status: 401 }))]);
  expect(receipt).toEqual({ position: expect.stringMatching(/^\d+-\d+$/), confirmed: true, consumers: { acknowledged: 5, live: 5 }, socketsClosed: 3, elapsedMs: expect.any(Number) });
  expect(await Promise.all(sockets.map((socket) => socket.ending()))).toEqual(['revoked-by-user', 'revoked-by-user', 'revoked-by-user']);
});

it('is one receipt for many sessions that end together', async () => {
  const ada = await signedUp(api);
  const others = await Promise.all([signedIn(ada), signedIn(ada)]);
  await Promise.all(others.flatMap((device) => [gateway, second].map((at) => connected(device, at))));

  const { receipt } = await ada.device.logOutOthers();

  expect(receipt).toMatchObject({ confirmed: true, consumers: { acknowledged: 5, live: 5 }, socketsClosed: 4 });
  expect(await Promise.all(others.map((device) => device.at(other).admitted()))).toEqual([401, 401]);
});

it('is given as it stands when nobody waits, and is confirmed when it is asked for again', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  second.freeze();
  let first: Receipt;
  try {
    first = (await ended(ada.device, phone, 0)).receipt;
    expect(first).toMatchObject({ confirmed: false, consumers: { live: 5 }, elapsedMs: expect.any(Number) });
    expect(first.consumers.acknowledged).toBeLessThan(5);
  } finally {
    second.thaw();
  }

  const again = await eventually(async () => {
    const { receipt } = await ended(ada.device, phone, LEASE);
    return receipt.confirmed && receipt;
  });

  expect(again).toMatchObject({ position: first.position, consumers: { acknowledged: 5, live: 5 } });
});

it('is the same, asked of the other api: it goes by what everyone has applied', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const { receipt } = await ada.device.logOut(phone);

  const elsewhere = await eventually(async () => {
    const answer = await ended(ada.device.at(other), phone, LEASE);
    return answer.receipt.confirmed && answer.receipt;
  });

  expect(elsewhere).toMatchObject({ position: receipt.position, consumers: { acknowledged: 5, live: 5 } });
});

it('waits for a number of milliseconds, and for nothing else', async () => {
  const ada = await signedUp(api);
  for (const wait of ['-1', 'soon', '1.5', '1e9']) {
    expect(await ada.device.ask(`DELETE /v1/sessions/${ada.device.session.id}?wait=${wait}`)).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  }
  expect(await ada.device.admitted()).toBe(200);
});

it('waits for one that was killed until its lease is over, and no longer for one that left in order', async () => {
  const [leaving, dying] = await Promise.all([start('gateway'), start('gateway')]);
  const ada = await signedUp(api);
  const [phone, tablet] = [await signedIn(ada), await signedIn(ada)];

  await leaving.stop();
  const { receipt: before } = await ada.device.logOut(phone);
  expect(before).toMatchObject({ confirmed: true, consumers: { acknowledged: 6, live: 6 } });

  const since = performance.now();
  await dying.kill();
  expect((await ended(ada.device, tablet, 0)).receipt).toMatchObject({ confirmed: false, consumers: { live: 6 } });
  await eventually(async () => (await ended(ada.device, tablet, LEASE)).receipt.confirmed);

  // Its last poll was sent a moment before it was killed: it could have gone on for so long.
  expect(performance.now() - since).toBeGreaterThan(LEASE * 0.8);
  expect((await consumers()).items.filter(({ lapsed }) => lapsed)).toEqual([expect.objectContaining({ kind: 'gateway' })]);
});

it('tells an administrator the same, and a whole user\'s end', async () => {
  const ada = await signedUp(other);
  await connected(ada.device, gateway);
  const { receipt } = await root.device.call<EndedMany>(`DELETE /v1/admin/users/${ada.user.id}/sessions`);
  expect(receipt).toMatchObject({ confirmed: true, socketsClosed: 1 });
});

const ended = (by: Device, which: Device, wait: number): Promise<Ended> => by.call(`DELETE /v1/sessions/${which.session.id}?wait=${wait}`);

const consumers = (): Promise<Page<Consumer>> => root.device.call('GET /v1/admin/consumers');
