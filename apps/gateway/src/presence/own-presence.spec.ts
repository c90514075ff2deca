import type { PresenceNews } from '@curfew/contracts';
import { createLogger } from '@curfew/platform';

import { OwnPresence } from './own-presence.js';

const at = '2026-01-01T00:00:00.000Z';
const log = createLogger({ name: 'gateway', level: 'silent' });

/** One gateway's presence beside another's, whose sockets are `elsewhere`. */
const gateway = (failures = 0) => {
  const here = new Map<string, number>();
  const elsewhere = new Map<string, number>();
  const told: string[] = [];
  const written: string[] = [];
  let left = failures;
  const presence = new OwnPresence({
    countOf: (id) => here.get(id) ?? 0,
    write: async (changes) => {
      left -= 1;
      if (left >= 0) throw new Error('PostgreSQL is away');
      written.push(...changes.map(({ sessionId, connections }) => `${sessionId}:${connections}`));
    },
    read: async (ids) => ids.map((sessionId) => ({ sessionId, userId: 'ada', connections: (here.get(sessionId) ?? 0) + (elsewhere.get(sessionId) ?? 0), lastActiveAt: at })),
    tell: (news: PresenceNews['news']) => void told.push(...news.map(({ sessionId, online, connections }) => `${sessionId} ${online ? `online ${connections}` : 'offline'}`)),
    log,
  });
  const has = (id: string, count: number): void => {
    here.set(id, count);
    presence.changed(id);
  };
  return { presence, has, elsewhere, told, written };
};

it('writes each session once a batch, with the number that is open at the end of it', async () => {
  const { presence, has, written, told } = gateway();
  has('phone', 1);
  has('phone', 2);
  has('laptop', 1);
  await presence.flush();
  expect(written).toEqual(['phone:2', 'laptop:1']);
  expect(told).toEqual(['phone online 2', 'laptop online 1']);
});

it('tells each change of the number, and when the last one closes', async () => {
  const { presence, has, told } = gateway();
  for (const count of [1, 2, 1, 0]) {
    has('phone', count);
    await presence.flush();
  }
  expect(told).toEqual(['phone online 1', 'phone online 2', 'phone online 1', 'phone offline']);
});

it('does not say offline while another gateway has it open, and looks once more: the other may have gone in the same moment, and have said so first', async () => {
  const { presence, has, elsewhere, told } = gateway();
  has('phone', 1);
  await presence.flush();
  elsewhere.set('phone', 1);
  has('phone', 0);
  await presence.flush();
  expect(told).toEqual(['phone online 1', 'phone online 1']);

  elsewhere.set('phone', 0);
  await presence.flush();
  await presence.flush();
  expect(told.slice(2)).toEqual(['phone offline']);
});

it('contradicts another gateway that says offline of a session that is open here', async () => {
  const { presence, has, told } = gateway();
  has('phone', 1);
  await presence.flush();
  presence.heardOffline('phone');
  presence.heardOffline('of-no-concern');
  await presence.flush();
  expect(told).toEqual(['phone online 1', 'phone online 1']);
});

it('tries again what could not be written', async () => {
  const { presence, has, written, told } = gateway(1);
  has('phone', 1);
  await presence.flush();
  expect(written).toEqual([]);
  await presence.flush();
  expect([written, told]).toEqual([['phone:1'], ['phone online 1']]);
});

it('writes and tells every one of the thousands that come together', async () => {
  const { presence, has, written, told } = gateway();
  const ids = Array.from({ length: 1_201 }, (_, index) => `s${index}`);
  for (const id of ids) has(id, 1);
  await presence.flush();
  expect(written).toEqual(ids.map((id) => `${id}:1`));
  expect(told).toEqual(ids.map((id) => `${id} online 1`));
});
