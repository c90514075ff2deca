import { SocketIndex } from './socket-index.js';
import type { WireSocket } from './wire.js';

const socket = (id: string): WireSocket => ({ id }) as unknown as WireSocket;
const holder = { sessionId: 'phone', userId: 'ada', role: 'user' } as const;

const open = (index: SocketIndex, id: string): boolean => {
  index.pend(socket(id));
  return index.open(id, holder);
};

const idsOf = (index: SocketIndex): readonly string[] => [...index.ofUser('ada')].map(({ id }) => id);

it('finds a socket from its handshake on, and by user and session once it is open', () => {
  const index = new SocketIndex(() => undefined);
  index.pend(socket('a'));
  expect([index.find('a')?.stage, index.size, index.hasUser('ada')]).toEqual(['pending', 0, false]);
  expect(index.open('a', holder)).toBe(true);
  expect([index.find('a')?.stage, index.size, index.countOf('phone'), idsOf(index)]).toEqual(['open', 1, 1, ['a']]);
});

it('never opens what was marked, and marks nothing twice', () => {
  const index = new SocketIndex(() => undefined);
  index.pend(socket('a'));
  expect(index.leave('a')?.stage).toBe('leaving');
  expect([index.open('a', holder), index.leave('a'), index.size, index.hasUser('ada')]).toEqual([false, undefined, 0, false]);
});

it('does not count what was marked, and lists it until its transport is gone', () => {
  const index = new SocketIndex(() => undefined);
  open(index, 'a');
  open(index, 'b');
  index.leave('a');
  expect([index.size, index.countOf('phone'), index.find('a')?.stage]).toEqual([1, 1, 'leaving']);
  index.remove('a');
  index.remove('a');
  expect([index.size, index.find('a'), idsOf(index)]).toEqual([1, undefined, ['b']]);
  index.remove('b');
  expect([index.size, index.hasUser('ada'), index.countOf('phone')]).toEqual([0, false, 0]);
});

it('tells of each session whose sockets came or went', () => {
  const changed: string[] = [];
  const index = new SocketIndex((sessionId) => changed.push(sessionId));
  open(index, 'a');
  index.remove('a');
  index.pend(socket('b'));
  index.remove('b');
  expect(changed).toEqual(['phone', 'phone']);
});
