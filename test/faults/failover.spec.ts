import type { Ended } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';
import { primaryWithStandby } from './postgres/standby.js';

// G4 with synchronous replication: what was answered is on the standby, whenever the primary dies.
const database = await primaryWithStandby();
const { apis: [api], gateways: [gateway] } = await curfew({ POLL_INTERVAL: '200ms', LEASE: '3s', CONFIRM_WAIT: '300ms' }, { gateways: 1, database });

it('loses no answered log-out and no session when the primary dies among log-outs and its standby takes over', async () => {
  const ada = await signedUp(api);
  const phones = await Promise.all(Array.from({ length: 8 }, () => signedIn(ada)));
  const tablet = await signedIn(ada);
  const known = await Promise.all(phones.slice(0, 2).map((phone) => connected(phone, gateway)));
  const answered: string[] = [];
  const revoking = (async () => {
    for (const phone of phones) if ((await ada.device.ask(`DELETE /v1/sessions/${phone.session.id}`).catch(() => undefined))?.status === 200) answered.push(phone.session.id);
  })();
  await eventually(() => answered.length >= 3);
  await database.failOver();
  await revoking;
  expect(await Promise.all(known.map((socket) => socket.ending()))).toEqual(['revoked-by-user', 'revoked-by-user']);

  await eventually(async () => (await tablet.admitted()) === 200, 30_000);
  for (const phone of phones.filter(({ session }) => answered.includes(session.id))) {
    await eventually(async () => (await phone.admitted()) === 401, 30_000);
    await eventually(async () => ((await refused(phone, gateway)).data as { readonly status?: number }).status === 401, 30_000);
  }
  // A process that waits for its next poll may say 503 for a moment; none says that who is signed in is not.
  const answers: number[] = [];
  await eventually(async () => answers.push(await ada.device.admitted()) > 0 && answers.at(-1) === 200, 30_000);
  expect(answers).not.toContain(401);
}, 120_000);

it('confirms nothing on the new timeline until every lease from before has run out, and then again', async () => {
  const bob = await eventually(() => signedUp(api, 'bob'), 30_000);
  const phone = await eventually(() => signedIn(bob), 30_000);
  await eventually(() => api.log.some((line) => line.includes('a new timeline of the database')), 30_000);
  const again = await eventually(async () => {
    const { receipt } = await bob.device.call<Ended>(`DELETE /v1/sessions/${phone.session.id}?wait=500`);
    return receipt.confirmed && receipt;
  }, 30_000);
  expect(again).toMatchObject({ confirmed: true });
  await eventually(() => api.log.some((line) => line.includes('the timeline is settled')), 30_000);
}, 90_000);
