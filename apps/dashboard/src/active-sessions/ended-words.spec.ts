import { words } from '../words/i18n.js';
import { endedByWords, endedLine } from './ended-words.js';
import { sessionOf } from './sessions.fixture.js';

const day = 86_400_000;
const endedAt = '2025-11-24T10:00:00.000Z';
const ago = (days: number): string => new Date(Date.parse(endedAt) - days * day).toISOString();

describe('why a session ended', () => {
  it.each([
    [{ endReason: 'revoked-by-user', endedBy: { type: 'user', id: null, from: 'Work laptop' } }, 'Logged out', 'by you, from Work laptop'],
    [{ endReason: 'revoked-by-user', endedBy: { type: 'user', id: null } }, 'Logged out', 'by you'],
    [{ endReason: 'revoked-by-user', endedBy: { type: 'user', id: null, from: 'Work laptop', blocked: true } }, 'Logged out and blocked', 'by you, from Work laptop'],
    [{ endReason: 'revoked-by-admin', endedBy: { type: 'admin', id: null } }, 'Logged out', 'by an administrator'],
    [{ endReason: 'signed-out', endedBy: { type: 'user', id: null } }, 'Signed out', 'on the device itself'],
    [{ endReason: 'idle-timeout', lastActiveAt: ago(14) }, 'Not used for 14 days', 'ended by itself'],
    [{ endReason: 'idle-timeout', lastActiveAt: ago(0.1) }, 'Not used for a while', 'ended by itself'],
    [{ endReason: 'absolute-timeout', createdAt: ago(30) }, 'Over after 30 days', 'ended by itself'],
    [{ endReason: 'limit-reached', endedBy: { type: 'system', id: null } }, 'Too many devices', 'by Curfew'],
    [{ endReason: null }, 'Ended', null],
  ] as const)('%j', (over, what, by) => {
    expect(endedByWords(words.t, sessionOf(1, { endedAt, ...over }))).toEqual({ what, by });
  });

  it.each([
    [{ endReason: 'idle-timeout', lastActiveAt: ago(14) }, 'Not used for 14 days'],
    [{ endReason: 'signed-out' }, 'Signed out on the device itself'],
    [{ endReason: 'revoked-by-admin', endedBy: { type: 'admin', id: null } }, 'Logged out by an administrator'],
  ] as const)('is one line: %j', (over, line) => {
    expect(endedLine(words.t, sessionOf(1, { endedAt, ...over }))).toBe(line);
  });
});
