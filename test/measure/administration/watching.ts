import { setTimeout as pause } from 'node:timers/promises';
import type { Event } from '@curfew/contracts';
import { Doorbell } from '@curfew/doorbell';
import { changeSession, Database, readRealm } from '@curfew/persistence';
import { io } from 'socket.io-client';
import { curfew, type Curfew } from '../../support/curfew.js';
import { administrator } from '../../support/people.js';
import { populate, type Inhabitant } from '../population.js';
import type { Row } from '../table.js';
import { residentMb } from './timed.js';

const WATCHERS = 10;
const SECONDS = 60;
const A_TRANSACTION = 20;
const LANES = 4;
const REMEMBERED = 120_000;
const WARM_MS = 180_000;

/** So many events a second, written and rung as a process of Curfew does: what those who watch everything get of it, and what the gateway needs for it. */
export async function* measureWatching(perSecond: number): AsyncGenerator<Row> {
  const fleet = await curfew({}, { gateways: 1, workers: 0 });
  const { gateways: [gateway], apis: [api] } = fleet;
  const { device: { token } } = await administrator(api);
  const delays: number[] = [];
  let [told, behind] = [0, 0];
  const sockets = Array.from({ length: WATCHERS }, () => io(gateway.url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token } }));
  for (const socket of sockets) {
    socket.on('session-events', (events: readonly { occurredAt: string }[]) => {
      told += events.length;
      for (const { occurredAt } of events) delays.push(Date.now() - Date.parse(occurredAt));
    });
    socket.on('resync', () => (behind += 1));
    await socket.emitWithAck('watch', {});
  }
  const { written, stop } = await writing(fleet, perSecond);
  // What a process remembers of events is bounded, at a hundred thousand: from there on memory must be flat.
  for (const until = performance.now() + WARM_MS; written() < REMEMBERED && performance.now() < until; ) await pause(500);
  const warm = written();
  told = behind = delays.length = 0;
  const memory: number[] = [];
  const began = performance.now();
  for (let second = 0; second < SECONDS; second += 1) {
    if (second % 10 === 0) memory.push(await residentMb(gateway.pid));
    await pause(1_000);
  }
  const seconds = (performance.now() - began) / 1000;
  memory.push(await residentMb(gateway.pid));
  const rate = (written() - warm) / seconds;
  await stop();
  yield {
    what: `${WATCHERS} who watch everything, ${Math.round(rate)} events/s: written → each one's client has it`,
    values: delays,
    note: `${Math.round(told / seconds / WATCHERS)} events/s told to each, ${behind} times told to fetch again; the gateway's memory in MB, every 10 s, after ${warm.toLocaleString('en')} events: ${memory.join(' ')}`,
  };
  for (const socket of sockets) socket.disconnect();
}

/** Labels that change, twenty a transaction, on four connections. Fewer than asked for where the database takes no more. Answers how many there were, and how to stop. */
async function writing(fleet: Curfew, perSecond: number): Promise<{ readonly written: () => number; readonly stop: () => Promise<void> }> {
  const { database: own } = fleet;
  const people = await populate(own, LANES * A_TRANSACTION, 1);
  const database = await Database.connect({ url: own.runningUrl, name: 'noise' });
  const doorbell = await doorbellOf(fleet, database);
  const began = performance.now();
  const running = new AbortController();
  let written = 0;
  // Each lane has sessions of its own, and none waits for another's rows.
  const lanes = Array.from({ length: LANES }, async (_, lane) => {
    for (let turn = 0; !running.signal.aborted; turn += 1) {
      const early = began + ((turn * LANES + lane) * A_TRANSACTION * 1_000) / perSecond - performance.now();
      if (early > 0) await pause(early);
      const events = await relabelled(database, people.slice(lane * A_TRANSACTION, (lane + 1) * A_TRANSACTION), `label ${turn}`);
      doorbell.ring(events);
      written += events.length;
    }
  });
  const stop = async (): Promise<void> => {
    running.abort();
    await Promise.all(lanes);
    await doorbell.stop();
    await database.close();
  };
  return { written: () => written, stop };
}

async function doorbellOf({ redis }: Curfew, database: Database): Promise<Doorbell> {
  const { doorbellKey: key, epoch } = await readRealm(database);
  const quiet = (): void => undefined;
  const doorbell = new Doorbell({ redisUrl: redis.url, key, epoch, name: 'noise', log: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
  await doorbell.start();
  return doorbell;
}

const relabelled = (database: Database, people: readonly Inhabitant[], label: string): Promise<readonly Event[]> =>
  database.transaction(async (sql) => {
    const events: Event[] = [];
    for (const { userId, sessionIds: [sessionId = ''] } of people) {
      const event = await changeSession(sql, { sessionId, userId, label, requestId: null });
      if (event !== undefined) events.push(event);
    }
    return events;
  });
