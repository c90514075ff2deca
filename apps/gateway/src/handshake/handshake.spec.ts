import { EventEmitter } from 'node:events';

import { Closer } from '../closing/closer.js';
import { SocketIndex } from '../sockets/socket-index.js';
import type { WireSocket } from '../sockets/wire.js';
import { Turns } from '../turns/turns.js';
import type { Admission } from './admission.js';
import { Door } from './door.js';
import { Handshake } from './handshake.js';

const token = 'A'.repeat(43);
const live: Admission = { kind: 'live', session: { id: 'session', userId: 'ada', role: 'user' } };

/** A handshake whose session is read when the test says so, and what came of it. */
const handshake = (auth: object = { token }) => {
  const told: string[] = [];
  const gone: string[] = [];
  const metrics = { refused: () => undefined, opened: () => undefined, caughtPending: () => undefined, closed: () => undefined, closingTook: () => undefined };
  const index = new SocketIndex(() => undefined);
  const turns = new Turns((error) => {
    throw error;
  });
  const closer = new Closer({ index, metrics, turns, whyEnded: () => Promise.reject(new Error('unread')) });
  const link = Object.assign(new EventEmitter(), { remoteAddress: '127.0.0.1', close: () => link.emit('close') });
  const fake = {
    id: 'socket',
    conn: link,
    connected: false,
    handshake: { auth, headers: {} },
    request: { socket: { destroyed: true } },
    emit: (name: string) => void told.push(name),
    disconnect: () => void told.push('disconnected'),
  };
  const socket = fake as unknown as WireSocket;
  let answer: (admission: Admission) => void = () => undefined;
  let passing = true;
  const follower = {
    connect: () => new Promise<Admission>((resolve) => (answer = resolve)),
    disconnected: (id: string) => void gone.push(id),
    passes: () => passing,
  };
  const door = new Door({ allows: () => false, addressOf: () => '192.0.2.1', metrics });
  const parts = { index, door, closer, metrics, follower, cookie: { name: 'curfew', allows: () => false } };
  const shake = new Handshake(parts);
  link.on('close', () => shake.closed(socket.conn));
  return {
    socket, told, gone, index, turns, closer, link,
    /** As socket.io does it: the middleware, then, a tick after it let the socket pass, the connection. */
    begin: (): Promise<string> =>
      new Promise((resolve) => {
        void shake.begin(socket, (refusal) =>
          process.nextTick(() => {
            if (refusal !== undefined) return resolve(refusal.data.code);
            fake.connected = true;
            shake.complete(socket);
            resolve('connected');
          }),
        );
      }),
    answer: (admission: Admission) => answer(admission),
    stopPassing: () => (passing = false),
  };
};

it('opens a socket whose session is live', async () => {
  const { begin, answer, index } = handshake();
  const outcome = begin();
  expect(index.find('socket')?.stage).toBe('pending');
  answer(live);
  expect(await outcome).toBe('connected');
  expect([index.size, index.countOf('session'), [...index.ofUser('ada')].map(({ id }) => id)]).toEqual([1, 1, ['socket']]);
});

it('keeps nothing of what a socket came with, once it is open: it may stand for weeks', async () => {
  const { begin, answer, socket } = handshake();
  const outcome = begin();
  answer(live);
  expect([await outcome, socket.handshake.auth, socket.handshake.headers, socket.request.rawHeaders]).toEqual(['connected', {}, {}, []]);
});

it.each([
  ['unauthenticated', { kind: 'unknown' }],
  ['unavailable', { kind: 'stale' }],
] as const)('refuses as %s what the follower calls %j, and forgets it', async (code, admission) => {
  const { begin, answer, index, gone } = handshake();
  const outcome = begin();
  answer(admission);
  expect([await outcome, index.find('socket'), gone]).toEqual([code, undefined, ['socket']]);
});

it('asks nobody about what is no token', async () => {
  expect(await handshake({ token: 'x' }).begin()).toBe('unauthenticated');
});

it('refuses a socket whose session ended before it was let pass', async () => {
  const { begin, answer, closer, index } = handshake();
  const outcome = begin();
  answer(live);
  closer.cut({ sessionId: 'session', sockets: ['socket'], event: null });
  expect([await outcome, index.size]).toEqual(['unauthenticated', 0]);
});

it('closes a socket whose session ended in the tick between, with its reason as the last word, and never opens it', async () => {
  const { begin, answer, closer, index, told, turns } = handshake();
  const outcome = begin();
  answer(live);
  const event = { id: 'e', position: '1-1', type: 'session-revoked', occurredAt: '', userId: 'ada', sessionId: 'session', actor: { type: 'user', id: 'ada' }, reason: 'revoked-by-user', session: null } as const;
  await Promise.resolve().then(() => closer.cut({ sessionId: 'session', sockets: ['socket'], event }));
  expect([await outcome, index.size]).toEqual(['connected', 0]);
  await turns.settled();
  expect(told).toEqual(['session-revoked', 'disconnected']);
});

it('asks one to come back whose lease was lost in the tick between', async () => {
  const { begin, answer, stopPassing, index, told, turns } = handshake();
  const outcome = begin();
  answer(live);
  await Promise.resolve().then(stopPassing);
  expect([await outcome, index.size]).toEqual(['connected', 0]);
  await turns.settled();
  expect(told).toEqual(['going-away', 'disconnected']);
});

it('forgets a socket whose transport is gone before its session is read', async () => {
  const { begin, answer, link, index, gone } = handshake();
  const outcome = begin();
  link.emit('close');
  answer(live);
  expect([await outcome, index.find('socket'), gone]).toEqual(['unauthenticated', undefined, ['socket', 'socket']]);
});

it('gives a link one try', async () => {
  const { begin, answer } = handshake();
  const first = begin();
  answer({ kind: 'unknown' });
  expect([await first, await begin()]).toEqual(['unauthenticated', 'unauthenticated']);
});
