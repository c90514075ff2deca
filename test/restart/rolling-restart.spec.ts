import { violationsIn } from '../faults/checker.js';
import { Random } from '../faults/random.js';
import type { Ended as EndedOne } from '@curfew/contracts';
import { curfew, type AppName, type Door } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';
import { Balancer } from './balancer.js';
import { Load } from './load.js';

const rules = { leaseMs: 6_000, pollIntervalMs: 500 };
const drainMs = 1_000;
// So late an end may be known: by the log, a page of which is given up after a third of the lease.
const bounds = { leaseMs: rules.leaseMs, logMs: rules.pollIntervalMs + rules.leaseMs / 3 };

const place = await curfew({ LEASE: `${rules.leaseMs}ms`, POLL_INTERVAL: `${rules.pollIntervalMs}ms`, CONFIRM_WAIT: '2s', DRAIN_DELAY: `${drainMs}ms` }, { apis: 2 });
const { apis, gateways, workers, start } = place;
const [api, gateway] = [await Balancer.of(portsOf('api', apis)), await Balancer.of(portsOf('gateway', gateways))];

it('restarts every process under load without a request that fails, a socket that is lost, or an end that is missed', async () => {
  const load = new Load({ api, gateway }, new Random(28));
  load.start({ people: 5, askers: 2 });
  await eventually(() => load.ended.length > 5, 30_000);

  const ends: number[] = [];
  for (const [at, door] of apis.entries()) ends.push(await restarted({ name: 'api', door, by: api, as: `api-${at + 1}`, load }));
  for (const [at, door] of gateways.entries()) ends.push(await restarted({ name: 'gateway', door, by: gateway, as: `gateway-${at + 1}`, load }));
  for (const door of workers) ends.push(await restarted({ name: 'worker', door, load }));
  await load.stop();
  for (const { listener } of load.ended) await eventually(() => listener.over !== null, 15_000);
  await Promise.all(load.listeners.map((each) => each.close()));

  expect(load.failures).toEqual([]);
  expect(load.listeners.flatMap(({ lost }) => lost)).toEqual([]);
  expect(violationsIn(load.history, bounds)).toEqual([]);
  // Who was connected when an end was answered was told in time; who was on the way back is refused when they arrive.
  expect(load.ended.filter(({ wasConnected, listener, answered }) => wasConnected && (listener.over ?? Infinity) - answered > bounds.logMs)).toEqual([]);
  // It has seen enough: ends during each restart, and requests that would have failed.
  expect(ends.every((count) => count > 0)).toBe(true);
  expect(load.requests).toBeGreaterThan(200);
  const unconfirmed = load.ended.filter(({ receipt }) => !receipt.confirmed).length;
  process.stdout.write(`  ${JSON.stringify({ requests: load.requests, ends: load.ended.length, unconfirmed, sockets: load.listeners.length, told: told(load).length, ends_during: ends })}\n`);
}, 240_000);

it('asks sockets to come back each after a time of its own', async () => {
  const ada = await signedUp(apis[0]);
  const devices = await Promise.all(Array.from({ length: 8 }, () => signedIn(ada)));
  const door = await start('gateway');
  const sockets = await Promise.all(devices.map((device) => connected(device, door)));

  await door.stop();

  expect(await Promise.all(sockets.map((socket) => socket.closed()))).toEqual(devices.map(() => 'io server disconnect'));
  const words = sockets.map(({ messages }) => messages.at(-1));
  expect(words.map((word) => word?.name)).toEqual(devices.map(() => 'going-away'));
  expect(new Set(words.map((word) => JSON.stringify(word?.body))).size).toBe(devices.length);
});

it('answers a revocation that still waits for its receipt with what is known, when its api stops', async () => {
  const door = await start('api');
  const ada = await signedUp(door);
  const phone = await signedIn(ada);
  const socket = await connected(phone, gateways[0]);
  const frozen = await start('gateway');
  frozen.freeze();
  try {
    const answer = ada.device.call<EndedOne>(`DELETE /v1/sessions/${phone.session.id}?wait=${rules.leaseMs}`);
    await socket.ending();

    await door.stop();

    expect((await answer).receipt).toMatchObject({ confirmed: false });
  } finally {
    frozen.thaw();
  }
});

interface Restarting {
  readonly name: AppName;
  readonly door: Door;
  readonly by?: Balancer;
  readonly as?: string;
  readonly load: Load;
}

/** SIGTERM, the same again on the same port, and on to the next when it takes traffic. Answers how many sessions were ended meanwhile. */
async function restarted({ name, door, by, as = name, load }: Restarting): Promise<number> {
  const before = load.ended.length;
  await door.stop();
  await eventually(() => by === undefined || !by.isReady(as));
  const setting = name === 'worker' ? {} : { [name === 'api' ? 'API_PORT' : 'GATEWAY_PORT']: new URL(door.url).port };
  await start(name, setting);
  await eventually(() => by === undefined || by.isReady(as), 30_000);
  return load.ended.length - before;
}

function portsOf(name: string, doors: readonly Door[]): Readonly<Record<string, number>> {
  return Object.fromEntries(doors.map(({ url }, at) => [`${name}-${at + 1}`, Number(new URL(url).port)]));
}

function told({ listeners }: Load): readonly number[] {
  return listeners.flatMap((each) => each.told);
}
