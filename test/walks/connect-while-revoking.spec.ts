import { setTimeout as pause } from 'node:timers/promises';
import { curfew } from '../support/curfew.js';
import type { Device } from '../support/device.js';
import { signedIn, signedUp, type Person } from '../support/people.js';
import { attempt } from '../support/socket.js';

const { apis: [api], gateways } = await curfew();

it('has one outcome, closed, however a handshake and its revocation meet: 200 times', async () => {
  const ada = await signedUp(api);
  const outcomes: string[] = [];
  for (let round = 0; round < 200; round += 10) {
    const phones = await Promise.all(Array.from({ length: 10 }, () => signedIn(ada)));
    outcomes.push(...(await Promise.all(phones.map((phone, index) => meeting(ada, phone, round + index)))));
  }
  expect(outcomes).toHaveLength(200);
  expect(new Set(outcomes)).toEqual(new Set(['refused', 'revoked-by-user']));
}, 120_000);

/** Begins to connect, and revokes 0 to 19 ms later. */
async function meeting(ada: Person, phone: Device, number: number): Promise<string> {
  const { outcome, connection } = attempt(phone, number % 2 === 0 ? gateways[0] : gateways[1] ?? gateways[0]);
  await pause(number % 20);
  await ada.device.logOut(phone);
  const refused = await outcome;
  if (!refused) return String(await connection.ending());
  expect(refused.data).toMatchObject({ status: 401, code: 'unauthenticated' });
  return 'refused';
}
