import { setTimeout as pause } from 'node:timers/promises';
import { Doorbell } from '@curfew/doorbell';
import { changeSession, Database, readRealm } from '@curfew/persistence';
import { io } from 'socket.io-client';
import { curfew, type Curfew } from '../../support/curfew.js';
import { administrator } from '../../support/people.js';
import { populate } from '../population.js';
import type { Row } from '../table.js';
import { residentMb } from './timed.js';

const WATCHERS = 10;
const SECONDS = 60;
const A_TRANSACTION = 20;

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
  const stop = await writing(fleet, perSecond);
  await pause(5_000);
  told = behind = delays.length = 0;
  const memory: number[] = [];
  const began = performance.now();
  for (let second = 0; second < SECONDS; second += 1) {
    if (second % 10 === 0) memory.push(await residentMb(gateway.pid));
    await pause(1_000);
  }
  const seconds = (performance.now() - began) / 1000;
  memory.push(await residentMb(gateway.pid));
  const written = await stop();
  yield {
    what: `${WATCHERS} who watch everything, ${Math.round(written)} events/s: written → each one's client has it`,
    values: delays,
    note: `${Math.round(told / seconds / WATCHERS)} events/s told to each, ${behind} times told to fetch again; the gateway's memory in MB, every 10 s: ${memory.join(' ')}`,
  };
  for (const socket of sockets) socket.disconnect();
}

/** Labels that change, twenty a transaction. Answers how to stop, which tells how many there were a second. */
async function writing({ database: own, redis }: Curfew, perSecond: number): Promise<() => Promise<number>> {
  const people = await populate(own, 200, 1);
  const database = await Database.connect({ url: own.runningUrl, name: 'noise' });
  const { doorbellKey, epoch } = await readRealm(database);
  const quiet = (): void => undefined;
  const doorbell = new Doorbell({ redisUrl: redis.url, key: doorbellKey, epoch, name: 'noise', log: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
  await doorbell.start();
  const began = performance.now();
  let [due, written] = [0, 0];
  const some = async (from: number): Promise<void> => {
    const events = await database.transaction(async (sql) => {
      const changed = [];
      for (let at = from; at < from + A_TRANSACTION; at += 1) {
        const { sessionIds: [sessionId = ''], userId } = people[at % people.length] ?? { sessionIds: [], userId: '' };
        const event = await changeSession(sql, { sessionId, userId, label: `label ${at}`, requestId: null });
        if (event !== undefined) changed.push(event);
      }
      return changed;
    });
    doorbell.ring(events);
    written += events.length;
  };
  // One after the other: each has sessions of its own, and none waits for another's rows.
  let last = Promise.resolve();
  const timer = setInterval(() => {
    for (; due < ((performance.now() - began) / 1000) * perSecond; due += A_TRANSACTION) last = last.then(some.bind(undefined, due));
  }, 10);
  return async () => {
    clearInterval(timer);
    const rate = (written * 1000) / (performance.now() - began);
    await last;
    await doorbell.stop();
    await database.close();
    return rate;
  };
}
