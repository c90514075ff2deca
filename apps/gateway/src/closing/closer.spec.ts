import type { Event } from '@curfew/contracts';

import { SocketIndex } from '../sockets/socket-index.js';
import type { WireSocket } from '../sockets/wire.js';
import { Turns } from '../turns/turns.js';
import { Closer } from './closer.js';

const event: Event = {
  id: 'event', position: '1-1', type: 'session-revoked', occurredAt: '2026-01-01T00:00:00.000Z', userId: 'ada', sessionId: 'mine', actor: { type: 'system', id: null }, reason: null, session: null,
};

/** A closer with one socket in its handshake, and what was done to that. */
const closing = (connected: boolean) => {
  const done: string[] = [];
  const state = { id: 'phone', connected, conn: { close: () => done.push('cut off') }, request: { socket: { destroyed: true } }, emit: (name: string) => done.push(name), disconnect: () => done.push('closed') };
  const metrics = { refused: () => undefined, opened: () => undefined, caughtPending: () => undefined, closed: () => undefined, closingTook: () => undefined };
  const index = new SocketIndex(() => undefined);
  const turns = new Turns((error) => {
    throw error;
  });
  index.pend(state as unknown as WireSocket);
  const closer = new Closer({ index, metrics, turns, whyEnded: () => Promise.reject(new Error('unread')) });
  return { closer, turns, state, done };
};

it('tells a socket of its end and closes it in the turn in which that is heard', () => {
  const { closer, done } = closing(true);
  closer.cut({ sessionId: 'mine', sockets: ['phone'], event });
  expect(done).toEqual(['session-revoked', 'closed']);
});

it('waits a turn for one in its handshake, to which nothing can be told yet', async () => {
  const { closer, turns, state, done } = closing(false);
  closer.cut({ sessionId: 'mine', sockets: ['phone'], event });
  expect(done).toEqual([]);

  state.connected = true;
  await turns.settled();
  expect(done).toEqual(['session-revoked', 'closed']);
});
