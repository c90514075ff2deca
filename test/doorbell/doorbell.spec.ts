import type { Acknowledgement, Channel, PresenceNews } from '@curfew/contracts';
import { Doorbell } from '@curfew/doorbell';
import { Redis } from 'ioredis';
import { eventually } from '../support/eventually.js';
import { redisOfOwn } from '../support/redis.js';
import { wireTo } from './proxy.js';

const redis = await redisOfOwn();
const wire = await wireTo(redis.url);
const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const key = Buffer.alloc(32, 1);
const silentLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const presence = { userId: id, sessionId: id, online: true, connections: 1, lastActiveAt: '2026-01-01T00:00:00.000Z' };

const started: Doorbell[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((doorbell) => doorbell.stop()));
});
afterAll(async () => {
  await wire.close();
  await redis.remove();
});

/** A process's doorbell that has started, with what it heard. */
async function doorbellAt(redisUrl: string, { ownKey = key, epoch = 1, deafTo }: { readonly ownKey?: Buffer; readonly epoch?: number; readonly deafTo?: Channel } = {}) {
  const doorbell = new Doorbell({ redisUrl, key: ownKey, epoch, deafTo, name: 'test', log: silentLog });
  const acks: Acknowledgement[] = [];
  const news: PresenceNews['news'][] = [];
  let subscriptions = 0;
  doorbell.listen({ acknowledged: (ack) => acks.push(ack), presence: (some) => news.push(some), resubscribed: () => (subscriptions += 1) });
  started.push(doorbell);
  await doorbell.start();
  return { doorbell, acks, news, subscriptions: () => subscriptions };
}

const ack = (socketsClosed: number): Acknowledgement => ({ eventId: id, consumerId: id, socketsClosed });

it('reaches the others and itself', async () => {
  const [one, other] = await Promise.all([doorbellAt(redis.url), doorbellAt(redis.url)]);
  one.doorbell.acknowledge([ack(1), ack(2)]);
  for (const { acks } of [one, other]) await eventually(() => acks.length === 2);
  expect(other.acks).toEqual([ack(1), ack(2)]);
  expect(one.doorbell.status()).toEqual({ connected: true, dropped: { hmac: 0, epoch: 0, schema: 0, size: 0 }, publishFailures: 0 });
});

it('says in one message what is acknowledged within a moment, and still says it when it is stopped', async () => {
  const [one, reader] = [await doorbellAt(redis.url), new Redis(redis.url)];
  const messages: string[] = [];
  await reader.subscribe('curfew:acks');
  reader.on('message', (_channel, message) => messages.push(message));
  for (let count = 0; count < 50; count += 1) one.doorbell.acknowledge([ack(count)]);
  await eventually(() => one.acks.length === 50);
  expect(messages).toHaveLength(1);
  one.doorbell.acknowledge([ack(50)]);
  await one.doorbell.stop();
  await eventually(() => messages.length === 2);
  await reader.quit();
});

it('hears nothing of what it is deaf to, and is heard', async () => {
  const [deaf, other] = await Promise.all([doorbellAt(redis.url, { deafTo: 'curfew:acks' }), doorbellAt(redis.url)]);
  deaf.doorbell.acknowledge([ack(1)]);
  await eventually(() => other.acks.length === 1);
  deaf.doorbell.tellPresence([presence]);
  await eventually(() => deaf.news.length === 1);
  expect(deaf.acks).toEqual([]);
});

it('rings in several messages what is too much for one', async () => {
  const one = await doorbellAt(redis.url);
  one.doorbell.tellPresence(Array.from({ length: 1200 }, () => presence));
  await eventually(() => one.news.length === 3);
  expect(one.news.flat()).toHaveLength(1200);
});

it('counts and drops what is forged or of no schema, and hands nothing of it on', async () => {
  const [ours, stranger, publisher] = [await doorbellAt(redis.url), await doorbellAt(redis.url, { ownKey: Buffer.alloc(32, 2) }), new Redis(redis.url)];
  stranger.doorbell.acknowledge([ack(1)]);
  await publisher.publish('curfew:acks', JSON.stringify(ack(2)));
  await publisher.publish('curfew:events', '{"mac":"');
  await publisher.publish('curfew:events', Buffer.alloc(9 * 1024 * 1024, 0x7b));
  await publisher.quit();
  ours.doorbell.acknowledge([{ ...ack(3), socketsClosed: -1 }]);
  await eventually(() => ours.doorbell.status().dropped.schema === 1);
  ours.doorbell.acknowledge([ack(4)]);

  await eventually(() => ours.acks.length > 0);
  expect(ours.acks).toEqual([ack(4)]);
  expect(ours.doorbell.status().dropped).toEqual({ hmac: 3, epoch: 0, schema: 1, size: 1 });
});

it('neither hears nor is heard in another epoch, until it enters that', async () => {
  const [old, present] = [await doorbellAt(redis.url), await doorbellAt(redis.url, { epoch: 2 })];
  old.doorbell.acknowledge([ack(1)]);
  await eventually(() => old.acks.length === 1 && present.doorbell.status().dropped.epoch === 1);
  old.doorbell.enter(2);
  old.doorbell.acknowledge([ack(2)]);
  await eventually(() => present.acks.length === 1);
  expect([old.acks, present.acks]).toEqual([[ack(1), ack(2)], [ack(2)]]);
});

it('finds a connection that has gone silent, connects anew and says so', async () => {
  const one = await doorbellAt(wire.url);
  const other = await doorbellAt(redis.url);
  expect(one.subscriptions()).toBe(1);

  wire.silence();

  await eventually(() => one.subscriptions() === 2 && one.doorbell.status().connected);
  other.doorbell.acknowledge([ack(5)]);
  await eventually(() => one.acks.length === 1);
}, 20_000);

it('starts, rings and stops without a Redis, and is there when it comes back', async () => {
  await redis.stop();
  const one = await doorbellAt(redis.url);
  one.doorbell.acknowledge([ack(6)]);
  one.doorbell.tellPresence([presence]);
  await eventually(() => one.doorbell.status().publishFailures === 2);
  expect([one.doorbell.status().connected, one.subscriptions()]).toEqual([false, 0]);

  await redis.start();
  // Whoever was to hear it connects anew, and later; an acknowledgement is said until it must have been heard.
  await eventually(() => one.acks.length > 0);
  const late = await doorbellAt(redis.url);
  await eventually(() => late.acks.length > 0);
  expect(late.acks[0]).toEqual(ack(6));
  // The rest that was rung meanwhile was not kept for later: the log brings it.
  expect(one.news).toEqual([]);
}, 60_000);

it('gives up a message after 300 ms when Redis stands still', async () => {
  const one = await doorbellAt(redis.url);
  redis.freeze();
  const before = performance.now();
  one.doorbell.acknowledge([ack(8)]);
  await eventually(() => one.doorbell.status().publishFailures > 0);
  redis.thaw();
  expect(performance.now() - before).toBeGreaterThanOrEqual(290);
  expect(performance.now() - before).toBeLessThan(2500);
});
