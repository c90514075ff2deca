import type { Event } from '@curfew/contracts';

import { Closer } from '../closing/closer.js';
import { SocketIndex } from '../sockets/socket-index.js';
import type { WireSocket } from '../sockets/wire.js';
import { Turns } from '../turns/turns.js';
import { Backlog } from './backlog.js';
import { Delivery } from './delivery.js';

const event = (type: Event['type'], userId: string | null): Event => ({
  id: 'event', position: '1-1', type, occurredAt: '2026-01-01T00:00:00.000Z', userId, sessionId: null, actor: { type: 'system', id: null }, reason: null, session: null,
});

/** As much of a socket as is needed here, with the names of what was said on it. */
const fakeSocket = (id: string) => {
  const said: string[] = [];
  const request = { socket: { destroyed: true } };
  return { said, socket: { id, conn: {}, request, connected: true, emit: (name: string) => said.push(name), disconnect: () => undefined } as unknown as WireSocket };
};

/** Open sockets by name, of these users, and whether anything passes. */
const gateway = (users: Readonly<Record<string, string>>) => {
  const metrics = { refused: () => undefined, opened: () => undefined, caughtPending: () => undefined, closed: () => undefined, closingTook: () => undefined };
  const index = new SocketIndex(() => undefined);
  const turns = new Turns((error) => {
    throw error;
  });
  const closer = new Closer({ index, metrics, turns, whyEnded: () => Promise.reject(new Error('unread')) });
  const stopped = new Set<string>();
  const delivery = new Delivery({ index, closer, backlog: new Backlog(), turns, passes: (id) => !stopped.has(id) });
  const sockets = new Map<string, readonly string[]>();
  for (const [id, userId] of Object.entries(users)) {
    const fake = fakeSocket(id);
    sockets.set(id, fake.said);
    index.pend(fake.socket);
    index.open(id, { sessionId: `session of ${id}`, userId, role: 'user' });
  }
  const said = (id: string): readonly string[] => [...(sockets.get(id) ?? [])];
  return { delivery, index, turns, stopped, said };
};

it('brings an event to its user\'s sockets and to no one else\'s', () => {
  const { delivery, said } = gateway({ phone: 'ada', laptop: 'ada', tv: 'bob' });
  delivery.event(event('session-created', 'ada'));
  expect([said('phone'), said('laptop'), said('tv')]).toEqual([['session-created'], ['session-created'], []]);
});

it('brings to everyone only the end of everyone\'s sessions: a sign-in that failed for no known user is nobody\'s', () => {
  const { delivery, said } = gateway({ phone: 'ada', tv: 'bob' });
  delivery.event(event('sign-in-failed', null));
  delivery.event(event('sessions-revoked', null));
  expect([said('phone'), said('tv')]).toEqual([['sessions-revoked'], ['sessions-revoked']]);
});

it('brings nothing while nothing may pass, and says so once it may', async () => {
  const { delivery, stopped, said } = gateway({ phone: 'ada', laptop: 'ada' });
  stopped.add('phone');
  delivery.event(event('session-created', 'ada'));
  delivery.event(event('session-updated', 'ada'));
  expect(said('phone')).toEqual([]);
  stopped.delete('phone');
  await new Promise<void>((resolve) => {
    const look = setInterval(() => {
      if (said('phone').length === 0) return;
      clearInterval(look);
      resolve();
    }, 10);
  });
  expect([said('phone'), said('laptop')]).toEqual([['resync'], ['session-created', 'session-updated']]);
});

it('asks for each packet of a long telling at the moment of sending it, and keeps the order', async () => {
  const users = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`s${index}`, 'ada']));
  const { delivery, turns, index, said } = gateway(users);
  delivery.event(event('session-created', 'ada'));
  delivery.event(event('session-updated', 'ada'));
  index.leave('s499');
  await turns.settled();
  expect([said('s0'), said('s498'), said('s499')]).toEqual([['session-created', 'session-updated'], ['session-created', 'session-updated'], []]);
});

it('closes the socket of a client for which too much waits', async () => {
  const { delivery, turns, index } = gateway({ phone: 'ada' });
  for (let count = 0; count < 300; count += 1) delivery.event(event('session-updated', 'ada'));
  await turns.settled();
  expect(index.size).toBe(0);
});
