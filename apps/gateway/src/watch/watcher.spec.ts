import type { Event } from '@curfew/contracts';

import { Backlog } from '../delivery/backlog.js';
import type { Connection } from '../sockets/connection.js';
import { Watcher } from './watcher.js';

const event = (id: string): Event => ({
  id, position: '1-1', type: 'session-created', occurredAt: '2026-01-01T00:00:00.000Z', userId: 'ada', sessionId: null, actor: { type: 'system', id: null }, reason: null, session: null,
});

/** A watcher on a socket whose transport takes all, until told otherwise, with what it was told. */
const watching = () => {
  const told: (readonly [string, unknown])[] = [];
  const backlog = new Backlog();
  const link = { reads: true };
  const socket = {
    conn: {},
    emit: (name: string, body: unknown) => {
      told.push([name, body]);
      if (link.reads) backlog.drained(socket.conn as never);
    },
  };
  const holder = { sessionId: 'phone', userId: 'ada', role: 'admin' } as const;
  const connection = { id: 'a', socket, holder, stage: 'open' } as unknown as Connection;
  const may = { pass: true };
  const watcher = new Watcher(connection, {}, { backlog, passes: () => may.pass });
  const names = () => told.map(([name, body]) => (Array.isArray(body) ? `${name} ${body.length}` : name));
  return { watcher, told, names, link, may, drain: () => backlog.drained(socket.conn as never) };
};

const { jest: clock } = import.meta;
beforeEach(() => void clock.useFakeTimers());
afterEach(() => void clock.useRealTimers());

it('gathers what happens, and tells it at most ten times a second', () => {
  const { watcher, names } = watching();
  for (let at = 0; at < 200; at += 1) {
    watcher.add(event(`${at}`));
    clock.advanceTimersByTime(5);
  }
  expect(names().length).toBeLessThanOrEqual(10);
  clock.advanceTimersByTime(200);
  expect(names().reduce((sum, name) => sum + Number(name.split(' ')[1]), 0)).toBe(200);
});

it('keeps so much for a client that does not read, then drops it all and says once that it fell behind', () => {
  const { watcher, told, names, link, drain } = watching();
  link.reads = false;
  for (let at = 0; at < 5_000; at += 1) {
    watcher.add(event(`${at}`));
    if (at % 100 === 0) clock.advanceTimersByTime(200);
  }
  const before = told.length;
  expect(before).toBeLessThan(10);
  link.reads = true;
  drain();
  watcher.add(event('after'));
  clock.advanceTimersByTime(1_000);
  expect(names().slice(before)).toEqual(['resync']);
  watcher.add(event('next'));
  clock.advanceTimersByTime(200);
  expect(told.at(-1)).toEqual(['session-events', [event('next')]]);
});

it('tells nothing while nothing may pass, and nothing after it was stopped', () => {
  const { watcher, names, may } = watching();
  may.pass = false;
  watcher.add(event('1'));
  clock.advanceTimersByTime(1_000);
  expect(names()).toEqual([]);
  may.pass = true;
  clock.advanceTimersByTime(200);
  expect(names()).toEqual(['session-events 1']);
  watcher.add(event('2'));
  watcher.stop();
  clock.advanceTimersByTime(1_000);
  expect(names()).toEqual(['session-events 1']);
});
