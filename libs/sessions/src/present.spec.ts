import type { Session } from '@curfew/contracts';

import { present } from './present.js';

const now = Date.parse('2026-11-24T12:00:00.000Z');
const live: Session = {
  id: 'a',
  userId: 'u',
  status: 'active',
  online: false,
  connections: 0,
  current: false,
  unfamiliar: false,
  device: { id: null, type: 'desktop', name: 'Firefox on Ubuntu', label: null, os: 'Ubuntu', browser: 'Firefox' },
  ipAddress: '203.0.113.42',
  location: null,
  createdAt: '2026-11-24T10:00:00.000Z',
  lastActiveAt: '2026-11-24T11:50:00.000Z',
  expiresAt: '2026-12-08T11:50:00.000Z',
  endedAt: null,
  endReason: null,
  endedBy: null,
  method: 'password',
};
const ended: Session = { ...live, status: 'revoked', endedAt: '2026-11-24T11:55:00.000Z', endReason: 'revoked-by-user', endedBy: { type: 'user', id: 'u' } };
const asked = { now, idleAfterMs: 15 * 60_000, currentId: null, connections: 0 };

describe('a session as it is answered', () => {
  it.each([
    ['used ten minutes ago is active', live, asked, { status: 'active', online: false }],
    ['used just before IDLE_AFTER is active', { ...live, lastActiveAt: '2026-11-24T11:45:00.001Z' }, asked, { status: 'active' }],
    ['not used for IDLE_AFTER is idle', { ...live, lastActiveAt: '2026-11-24T11:45:00.000Z' }, asked, { status: 'idle' }],
    ['with two sockets is online', live, { ...asked, connections: 2 }, { online: true, connections: 2 }],
    ['idle with a socket is online all the same', { ...live, lastActiveAt: live.createdAt }, { ...asked, connections: 1 }, { status: 'idle', online: true }],
    ['that asks is the current one', live, { ...asked, currentId: 'a' }, { current: true }],
    ['ended is never idle, and never online', ended, { ...asked, connections: 1, now: now + 9e9 }, { status: 'revoked', online: false, connections: 0 }],
  ])('%s', (_, view, when, shown) => {
    expect(present(view, when)).toMatchObject(shown);
  });
});
