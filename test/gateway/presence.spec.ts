import type { Presence } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected, type Connection } from '../support/socket.js';

const { apis: [api], gateways: [one, two = one] } = await curfew({}, { workers: 0 });

/** The last word on a session that a socket has heard. */
const lastOf = ({ messages }: Connection, sessionId: string): boolean | undefined =>
  messages.filter(({ name }) => name === 'presence').flatMap(({ body }) => body as readonly Presence[]).findLast((each) => each.sessionId === sessionId)?.online;

it('tells a user\'s sockets, on every gateway, who comes and goes', async () => {
  const [ada, bob] = [await signedUp(api, 'ada'), await signedUp(api, 'bob')];
  const phone = await signedIn(ada);
  const watching = [await connected(ada.device, one), await connected(ada.device, two)];
  const stranger = await connected(bob.device, one);

  const first = await connected(phone, one);
  for (const socket of watching) await eventually(() => lastOf(socket, phone.session.id) === true);
  const second = await connected(phone, two);
  await eventually(async () => (await ada.device.sessions()).items.find(({ id }) => id === phone.session.id)?.connections === 2);
  first.close();
  await eventually(async () => (await ada.device.sessions()).items.find(({ id }) => id === phone.session.id)?.connections === 1);
  for (const socket of watching) expect(lastOf(socket, phone.session.id)).toBe(true);
  second.close();
  for (const socket of watching) await eventually(() => lastOf(socket, phone.session.id) === false);

  expect(lastOf(stranger, phone.session.id)).toBeUndefined();
});

it('is told at most once a second, however much happens', async () => {
  const ada = await signedUp(api);
  const watching = await connected(ada.device, one);
  const times: number[] = [];
  watching.socket.on('presence', () => times.push(performance.now()));
  const phones = await Promise.all(Array.from({ length: 6 }, () => signedIn(ada)));
  for (const phone of phones) (await connected(phone, two)).close();
  const last = await connected(phones[0] ?? ada.device, two);
  await eventually(() => lastOf(watching, phones[0]?.session.id ?? '') === true);
  last.close();
  await eventually(() => lastOf(watching, phones[0]?.session.id ?? '') === false);

  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.min(...gaps, Number.POSITIVE_INFINITY)).toBeGreaterThan(950);
});
