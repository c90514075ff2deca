import type { Presence } from '@curfew/contracts';

import { PresenceFeed } from './presence-feed.js';

const lastActiveAt = '2026-01-01T00:00:00.000Z';
const news = (userId: string, sessionId: string, online: boolean) => ({ userId, sessionId, online, connections: online ? 1 : 0, lastActiveAt });

interface Delivered {
  readonly at: number;
  readonly userId: string;
  readonly news: readonly Presence[];
}

const feed = () => {
  const delivered: Delivered[] = [];
  const waiting: (() => void)[] = [];
  const presence = new PresenceFeed({
    hasUser: (userId) => userId !== 'stranger',
    deliver: (userId, some) => {
      delivered.push({ at: performance.now(), userId, news: some });
      waiting.shift()?.();
    },
  });
  return { presence, delivered, next: () => new Promise<void>((resolve) => waiting.push(resolve)) };
};

it('delivers to those who have sockets here, at once, without whose it is', () => {
  const { presence, delivered } = feed();
  presence.heard([news('ada', 'phone', true), news('ada', 'laptop', true), news('bob', 'tv', true), news('stranger', 'x', true)]);
  expect(delivered.map(({ userId, news: some }) => [userId, some])).toEqual([
    ['ada', [{ sessionId: 'phone', online: true, lastActiveAt }, { sessionId: 'laptop', online: true, lastActiveAt }]],
    ['bob', [{ sessionId: 'tv', online: true, lastActiveAt }]],
  ]);
});

it('gathers what follows, the last word on each session, and delivers it a second later', async () => {
  const { presence, delivered, next } = feed();
  presence.heard([news('ada', 'phone', true)]);
  const second = next();
  presence.heard([news('ada', 'phone', false)]);
  presence.heard([news('ada', 'laptop', true)]);
  presence.heard([news('ada', 'phone', true)]);
  await second;

  expect(delivered.map(({ news: some }) => some.map(({ sessionId, online }) => `${sessionId} ${online}`))).toEqual([['phone true'], ['phone true', 'laptop true']]);
  expect((delivered[1]?.at ?? 0) - (delivered[0]?.at ?? 0)).toBeGreaterThanOrEqual(1000);
});
