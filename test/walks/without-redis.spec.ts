import { channels, type Event } from '@curfew/contracts';
import { Redis } from 'ioredis';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';

const { apis: [api], gateways, redis } = await curfew({ POLL_INTERVAL: '500ms', LEASE: '5s', CONFIRM_WAIT: '300ms' });
const both = [gateways[0], gateways[1] ?? gateways[0]] as const;

// Half a second until the next poll, and the time of one poll on a busy machine.
const aPoll = 500 + 1_500;

it('rings with the events as they are in the log, readable, under their names', async () => {
  let secret = '';
  const heard = await eavesdropping(async () => {
    const ada = await signedUp(api);
    const phone = await signedIn(ada);
    secret = phone.token;
    await ada.device.logOut(phone);
  }, 'session-revoked');
  const types = heard.flatMap((text) => (JSON.parse(text) as { events?: Event[] }).events ?? []).map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(['session-created', 'session-revoked']));
  expect(heard.join()).not.toContain(secret);
});

it('ignores what is forged: no message without the key ends a session, or lets one in', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const sockets = await Promise.all(both.map((gateway) => connected(phone, gateway)));
  const said = await eavesdropping(async () => void (await ada.device.logOut(await signedIn(ada))), 'session-revoked');
  const forged = (said.find((text) => text.includes('session-revoked')) ?? '').replaceAll(/"sessionId":"[^"]*"/g, `"sessionId":"${phone.session.id}"`);

  await publish([forged, '{"events": []}', 'not JSON', JSON.stringify({ mac: 'AAAA', events: [{ type: 'session-revoked', sessionId: phone.session.id }] })]);
  // What is really said afterwards comes behind it on the same channel: when that is heard, the forgery was too.
  const later = await signedIn(ada);
  await Promise.all(sockets.map((socket) => socket.heard('session-created', ({ sessionId }) => sessionId === later.session.id)));

  expect(sockets.map(({ socket }) => socket.connected)).toEqual([true, true]);
  expect(await phone.admitted()).toBe(200);
});

it('lets nobody back in by a message that is said again', async () => {
  const ada = await signedUp(api);
  let phone = await signedIn(ada);
  const said = await eavesdropping(async () => {
    phone = await signedIn(ada);
  });
  await ada.device.logOut(phone);

  await publish([...said, ...said.toReversed(), ...said]);
  const later = await signedIn(ada);
  await (await connected(ada.device, both[1])).heard('session-created', ({ sessionId }) => sessionId === later.session.id).catch(() => undefined);

  expect(await phone.admitted()).toBe(401);
  for (const gateway of both) expect((await refused(phone, gateway)).data).toMatchObject({ status: 401 });
});

it('closes within a poll while Redis is frozen, and answers without waiting for it', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const sockets = await Promise.all(both.map((gateway) => connected(phone, gateway)));

  redis.freeze();
  try {
    const asked = performance.now();
    await ada.device.logOut(phone);
    const answered = performance.now();
    await Promise.all(sockets.map((socket) => socket.ending()));
    expect(answered - asked).toBeLessThan(300 + 700);
    expect(performance.now() - answered).toBeLessThan(aPoll);
  } finally {
    redis.thaw();
  }
});

it('closes within a poll when Redis is dead, signs in meanwhile, and rings again once it is back', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const sockets = await Promise.all(both.map((gateway) => connected(phone, gateway)));

  await redis.kill();
  const started = performance.now();
  await ada.device.logOut(phone);
  await Promise.all(sockets.map((socket) => socket.ending()));
  expect(performance.now() - started).toBeLessThan(aPoll);
  const other = await signedIn(ada);
  const socket = await connected(other, both[1]);

  await redis.start();
  await eventually(async () => (await eavesdropping(async () => void (await signedIn(ada)))).some((text) => text.includes('session-created')), 20_000);
  await ada.device.logOut(other);
  expect(await socket.ending()).toBe('revoked-by-user');
}, 60_000);

it('loses nothing when Redis is emptied', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const socket = await connected(phone, both[0]);
  const client = new Redis(redis.url);
  await client.flushall();
  client.disconnect();

  await ada.device.logOut(phone);

  expect(await socket.ending()).toBe('revoked-by-user');
  expect(await phone.admitted()).toBe(401);
});

/** What is said on the channel of events while something is done, up to the first event of this type. */
async function eavesdropping(act: () => Promise<void>, until: Event['type'] = 'session-created'): Promise<readonly string[]> {
  const client = new Redis(redis.url);
  const heard: string[] = [];
  client.on('message', (_, text: string) => heard.push(text));
  try {
    await client.subscribe(channels.events);
    await act();
    await eventually(() => heard.some((text) => text.includes(`"${until}"`)), 3_000);
    return heard.filter((text) => text.includes('"session-'));
  } finally {
    client.disconnect();
  }
}

async function publish(messages: readonly string[]): Promise<void> {
  const client = new Redis(redis.url);
  for (const message of messages) await client.publish(channels.events, message);
  client.disconnect();
}
