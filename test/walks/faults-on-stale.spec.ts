import type { Consumer, Ended, Page } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp, type Person } from '../support/people.js';

// One api may admit without a lease (ON_STALE=allow): what the others know proves nothing about it, only its own word does.
const LEASE = 3_000;
const { apis: [api], redis, start } = await curfew({ POLL_INTERVAL: '200ms', LEASE: `${LEASE}ms`, CONFIRM_WAIT: '2s' }, { gateways: 1 });
const stale = await start('api', { ON_STALE: 'allow' });
const root = await administrator(api);

it('is listed as what it is, and counts once it has said so itself', async () => {
  expect((await consumers()).filter(({ allowsWhenStale }) => allowsWhenStale)).toEqual([expect.objectContaining({ kind: 'api' })]);
  const metrics = await (await fetch(`http://127.0.0.1:${stale.ports['metrics']}/metrics`)).text();
  expect(metrics).toMatch(/^curfew_allows_when_stale\S* 1$/m);
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  expect(await phone.at(stale).admitted()).toBe(200);

  const { receipt } = await ada.device.logOut(phone);

  expect(receipt).toMatchObject({ confirmed: true, consumers: { acknowledged: 4, live: 4 } });
  expect(await phone.at(stale).admitted()).toBe(401);
});

it('does not count by what it has applied: without Redis its word cannot be heard, and nothing is confirmed', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  await redis.kill();
  try {
    await ada.device.logOut(phone);
    await eventually(async () => (await phone.at(stale).admitted()) === 401);
    const again = await eventually(async () => {
      const { receipt } = await asked(ada, phone.session.id);
      return receipt.consumers.acknowledged === 3 && receipt;
    });
    expect(again).toMatchObject({ confirmed: false, consumers: { acknowledged: 3, live: 4 } });
  } finally {
    await redis.start();
  }
  // What it could not say meanwhile it says then.
  await eventually(async () => (await asked(ada, phone.session.id)).receipt.confirmed, 30_000);
}, 60_000);

it('never counts as lapsed: it may admit for as long as it sleeps', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  stale.freeze();
  try {
    const frozen = performance.now();
    while (performance.now() - frozen < 1.5 * LEASE) expect((await asked(ada, phone.session.id)).receipt.confirmed).toBe(false);
    expect((await consumers()).filter(({ lapsed }) => lapsed)).toEqual([]);
  } finally {
    stale.thaw();
  }
  await eventually(async () => (await phone.at(stale).admitted()) === 401, 20_000);
  // It may connect to Redis anew just now: its word is not lost by that.
  await eventually(async () => (await asked(ada, phone.session.id)).receipt.confirmed, 30_000);
}, 60_000);

const asked = (by: Person, sessionId: string): Promise<Ended> => by.device.call(`DELETE /v1/sessions/${sessionId}?wait=${LEASE}`);

async function consumers(): Promise<readonly Consumer[]> {
  return (await root.device.call<Page<Consumer>>('GET /v1/admin/consumers')).items;
}
