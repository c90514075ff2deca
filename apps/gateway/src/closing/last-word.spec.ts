import type { Event, Session } from '@curfew/contracts';

import { goingAway, seenBy, wordOf, wordOfRow, wordOfUnknown } from './last-word.js';

const session: Session = {
  id: 'mine',
  userId: 'ada',
  status: 'revoked',
  online: false,
  connections: 0,
  current: false,
  unfamiliar: false,
  device: { id: null, type: 'desktop', name: 'Firefox on Ubuntu', label: null, os: 'Ubuntu', browser: 'Firefox' },
  ipAddress: '127.0.0.1',
  location: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  lastActiveAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-01-02T00:00:00.000Z',
  endedAt: '2026-01-01T01:00:00.000Z',
  endReason: 'revoked-by-admin',
  endedBy: { type: 'admin', id: 'root' },
  method: 'password',
};
const event: Event = {
  id: 'event',
  position: '7-8',
  type: 'session-revoked',
  occurredAt: '2026-01-01T01:00:00.000Z',
  userId: 'ada',
  sessionId: 'mine',
  actor: { type: 'admin', id: 'root' },
  reason: 'revoked-by-admin',
  session,
};

it('tells a session of its own end as it was written, with itself as the current one', () => {
  expect(wordOf(event, 'mine', 'ada')).toEqual({ name: 'session-revoked', event: { ...event, session: { ...session, current: true } } });
  expect(wordOf({ ...event, type: 'session-expired' }, 'mine', 'ada').name).toBe('session-expired');
});

it.each([
  ['the user\'s', 'ada'],
  ['everyone\'s', null],
])('makes the end of one of an act that ended all of %s', (_name, userId) => {
  const act: Event = { ...event, type: 'sessions-revoked', userId, sessionId: null, session: null, sparedSessionId: 'other', generation: 2, reason: 'bulk', from: 'Work laptop' };
  expect(wordOf(act, 'mine', 'ada')).toEqual({ name: 'session-revoked', event: { ...event, session: null, reason: 'bulk', from: 'Work laptop' } });
});

it.each([
  ['session-revoked', 'revoked-by-admin'],
  ['session-revoked', 'signed-out'],
  ['session-expired', 'idle-timeout'],
] as const)('says %s of a row that ended with %s', (name, endReason) => {
  const word = wordOfRow({ ...session, endReason });
  expect(word).toMatchObject({ name, event: { type: name, sessionId: 'mine', userId: 'ada', reason: endReason, actor: { type: 'admin', id: 'root' }, session: { current: true } } });
});

it('says that it is over even when nothing else is known', () => {
  expect(wordOfUnknown('mine', 'ada')).toMatchObject({ name: 'session-revoked', event: { sessionId: 'mine', reason: null, actor: { type: 'system', id: null } } });
});

it('marks the current session in what others see, and nothing where there is no session', () => {
  expect(seenBy(event, 'mine').session?.current).toBe(true);
  expect(seenBy(event, 'other').session?.current).toBe(false);
  expect(seenBy({ ...event, session: null }, 'mine')).toEqual({ ...event, session: null });
});

it('spreads those who come back over 30 seconds', () => {
  expect([goingAway(0), goingAway(0.5), goingAway(0.999_999_9)]).toEqual([0, 15_000, 30_000].map((retryAfterMs) => ({ name: 'going-away', retryAfterMs })));
});
