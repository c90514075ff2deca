import type { LiveState } from '../live.js';
import { standingOf } from './standing.js';

const now = Date.parse('2025-11-24T10:00:00.000Z');
const quarter = 15 * 60_000;
const at = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
const live: LiveState = { kind: 'live' };
const lost: LiveState = { kind: 'reconnecting', since: now };

describe('how a session stands', () => {
  it.each([
    [{ online: true, status: 'idle', lastActiveAt: at(600), current: false }, live, 'online'],
    [{ online: false, status: 'active', lastActiveAt: at(14), current: false }, live, 'active'],
    [{ online: false, status: 'active', lastActiveAt: at(15), current: false }, live, 'idle'],
    [{ online: false, status: 'idle', lastActiveAt: at(1), current: false }, live, 'idle'],
    [{ online: false, status: 'active', lastActiveAt: at(1), current: true }, live, 'online'],
    [{ online: true, status: 'active', lastActiveAt: at(1), current: false }, lost, 'was-online'],
    [{ online: false, status: 'active', lastActiveAt: at(1), current: true }, lost, 'was-active'],
    [{ online: false, status: 'idle', lastActiveAt: at(99), current: false }, { kind: 'offline', since: now }, 'was-idle'],
    [{ online: true, status: 'active', lastActiveAt: at(1), current: false }, { kind: 'connecting' }, 'online'],
  ] as const)('%j while %j is %s', (session, state, standing) => {
    expect(standingOf(session, { state, now, idleAfter: quarter })).toBe(standing);
  });
});
