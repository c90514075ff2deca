import { canaryUserId, type Event, type Session, type WatchFilter } from '@curfew/contracts';

import { isSeen } from './sight.js';

const session: Session = {
  id: 's', userId: 'ada', status: 'active', online: false, connections: 0, current: false, unfamiliar: false,
  device: { id: null, type: 'laptop', name: 'Firefox on Ubuntu', label: null, os: 'Ubuntu', browser: 'Firefox' },
  ipAddress: '203.0.113.9', location: { country: 'DE', region: null, city: null, latitude: null, longitude: null },
  createdAt: '2026-01-01T00:00:00.000Z', lastActiveAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-02-01T00:00:00.000Z',
  endedAt: null, endReason: null, endedBy: null, method: 'password',
};
const event = (type: Event['type'], over: Partial<Event> = {}): Event => ({
  id: 'e', position: '1-1', type, occurredAt: session.createdAt, userId: 'ada', sessionId: 's', actor: { type: 'user', id: 'ada' }, reason: null, session, ...over,
});
const sight = { now: Date.parse(session.createdAt), idleAfterMs: 900_000 };

describe('who watches', () => {
  const ended: Session = { ...session, status: 'revoked', endedAt: session.createdAt, endReason: 'bulk' };
  it.each<[string, Event, WatchFilter, boolean]>([
    ['is told what the filter chooses', event('session-created'), { country: 'DE', ip: '203.0.113.0/24', deviceType: 'laptop' }, true],
    ['is not told of what it does not choose', event('session-created'), { country: 'PT' }, false],
    ['is told of the end of what it chose', event('session-revoked', { session: ended }), { country: 'DE' }, true],
    ['is told that a session has another country than its filter', event('session-updated'), { country: 'PT' }, true],
    ['is told that a session has another address', event('session-updated'), { ip: '198.51.100.0/24', status: 'idle' }, true],
    ['is told that a session has another device', event('session-updated'), { userId: 'ada', deviceType: 'tv' }, true],
    ['is not told of another user\'s change', event('session-updated'), { userId: 'bob' }, false],
    ['of what has ended is not told of a live one\'s change', event('session-updated'), { status: 'ended' }, false],
    ['is told that all sessions were changed', event('session-updated', { userId: null, sessionId: null, session: null }), { country: 'PT' }, true],
    ['is not told of canaries', event('session-created', { userId: canaryUserId, session: { ...session, userId: canaryUserId } }), {}, false],
    ['is not told of their ends', event('session-revoked', { userId: canaryUserId, session: { ...ended, userId: canaryUserId } }), { status: 'all' }, false],
    ['is not told of an act on all of theirs', event('sessions-revoked', { userId: canaryUserId, sessionId: null, session: null }), {}, false],
  ])('%s', (_promise, heard, filter, told) => {
    expect(isSeen(heard, filter, sight)).toBe(told);
  });
});
