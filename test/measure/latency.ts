import { setTimeout as pause } from 'node:timers/promises';
import type { Ended } from '@curfew/contracts';
import { io, type Socket } from 'socket.io-client';
import type { Curfew, Door } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { askKept } from './asking.js';
import { eventsPerSecond } from './noise.js';
import { populate, type Inhabitant } from './population.js';
import type { Row } from './table.js';

/** What goes on while it is measured. */
export type Weather = 'healthy' | 'events' | 'killed' | 'frozen';

export interface Plan {
  readonly weather: Weather;
  readonly samples: number;
}

/** From DELETE being sent until the socket is closed, until the other api refuses, until it is answered; and what the receipt says that it took. */
export async function* measureLatency(fleet: Curfew, { weather, samples }: Plan): AsyncGenerator<Row> {
  const { redis } = fleet;
  const [warming, people] = [await populate(fleet.database, Math.min(samples, 100)), await populate(fleet.database, samples)];
  await eachOf(warming, 4, (person, index) => sample(fleet, person, index));
  const ringing = weather === 'healthy' || weather === 'events';
  const quiet = weather === 'events' ? await eventsPerSecond(fleet, 200) : undefined;
  if (weather === 'killed') await redis.kill();
  if (weather === 'frozen') redis.freeze();
  try {
    // One at a time where an answer takes milliseconds; several where each waits for the next poll.
    const found = await eachOf(people, ringing ? 1 : 16, async (person, index) => {
      // Whoever has just waited for a poll would always begin right after one.
      await pause(Math.random() * (ringing ? 20 : POLL_INTERVAL_MS));
      return sample(fleet, person, index);
    });
    const confirmed = found.filter(({ receipt }) => receipt.confirmed);
    const consumers = `${confirmed.length} of ${found.length} confirmed with the answer, by ${Math.max(...found.map(({ receipt }) => receipt.consumers.live))} consumers`;
    const title = titles[weather];
    yield { what: `${title}: DELETE sent → socket closed`, values: found.map(({ closed }) => closed), note: quiet?.() ?? '' };
    yield { what: `${title}: DELETE sent → refused on the other api`, values: found.map(({ refused }) => refused) };
    yield { what: `${title}: DELETE sent → answered`, values: found.map(({ answered }) => answered) };
    yield { what: `${title}: receipt confirmed after`, values: confirmed.map(({ receipt }) => receipt.elapsedMs), note: consumers };
  } finally {
    quiet?.();
    if (weather === 'killed') await redis.start();
    if (weather === 'frozen') redis.thaw();
    if (!ringing) await rings(fleet);
  }
}

const POLL_INTERVAL_MS = 1_000;

async function rings({ apis, gateways }: Curfew): Promise<void> {
  await eventually(async () => (await Promise.all([...apis, ...gateways].map(({ url }) => partsOf(url)))).every(({ redis }) => redis === 'ok'), 20_000);
}

async function partsOf(url: string): Promise<Readonly<Record<string, string>>> {
  return ((await (await fetch(`${url}/health/ready`)).json()) as { readonly parts: Readonly<Record<string, string>> }).parts;
}

const titles: Readonly<Record<Weather, string>> = { healthy: 'healthy', events: '200 events/s', killed: 'Redis killed', frozen: 'Redis frozen' };

interface Sample {
  readonly closed: number;
  readonly refused: number;
  readonly answered: number;
  readonly receipt: Ended['receipt'];
}

async function sample({ apis: [api, other = api], gateways }: Curfew, { sessionIds: [, phone], tokens: [laptopToken = '', phoneToken = ''] }: Inhabitant, index: number): Promise<Sample> {
  const socket = await open(gateways[index % gateways.length] ?? gateways[0], phoneToken);
  const warm = await Promise.all([askKept(other, 'GET /v1/sessions/current', { token: phoneToken }), askKept(api, 'GET /v1/sessions/current', { token: laptopToken })]);
  if (warm.some(({ status }) => status !== 200)) throw new Error(`not admitted: ${warm.map(({ status }) => status).join()}`);

  const closing = new Promise<number>((resolve) => {
    socket.once('disconnect', () => resolve(performance.now()));
  });
  const sent = performance.now();
  const [answer, closed, refused] = await Promise.all([askKept<Ended>(api, `DELETE /v1/sessions/${phone}`, { token: laptopToken }), closing, refusedAt(other, phoneToken)]);
  if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return { closed: closed - sent, refused: refused - sent, answered: answer.at - sent, receipt: answer.body.receipt };
}

// Asked again as soon as it has answered, with a breath in between once it takes long, so that asking does not become the load.
async function refusedAt(api: Door, token: string): Promise<number> {
  const began = performance.now();
  for (;;) {
    const { status, at } = await askKept(api, 'GET /v1/sessions/current', { token });
    if (status === 401) return at;
    if (status !== 200) throw new Error(`neither admitted nor refused: ${status}`);
    await pause(at - began > 50 ? 20 : 1);
  }
}

async function open(gateway: Door, token: string): Promise<Socket> {
  const socket = io(gateway.url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token } });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

async function eachOf<T, R>(all: readonly T[], atOnce: number, work: (one: T, index: number) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const left = all.entries();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, one] of left) results.push(await work(one, index));
    }),
  );
  return results;
}
