import { sessionRules, type SessionRules } from '../rules.js';
import { decidedAfter, effective, locksOf } from './effective.js';

const settings = { idleAfter: 1, idleTimeout: 14, absoluteTimeout: 30, maxSessionsPerUser: 0, pollInterval: 1, lease: 3, confirmWait: 1, onStale: 'deny' } as const;
const rules = (given: SessionRules['given']): SessionRules => sessionRules(settings, given);
const nothing = { idleTimeoutMs: null, absoluteTimeoutMs: null, maxSessions: null, atLimit: null };
const decided = { idleTimeoutMs: 5, absoluteTimeoutMs: 6, maxSessions: 7, atLimit: 'refuse' as const };
const defaults = { idleTimeoutMs: 14, absoluteTimeoutMs: 30, maxSessions: 0, atLimit: 'end-oldest' };

describe('what decides', () => {
  it.each([
    ['the default, where nothing else does', {}, nothing, defaults],
    ['the default, before there is a row', {}, undefined, defaults],
    ['an administrator, rule by rule', {}, { ...nothing, maxSessions: 7 }, { ...defaults, maxSessions: 7 }],
    ['an administrator, over no limit as well', {}, { ...decided, maxSessions: 0 }, { ...decided, maxSessions: 0 }],
    ['a variable, over an administrator', { idleTimeout: true, maxSessions: true }, decided, { ...decided, idleTimeoutMs: 14, maxSessions: 0 }],
  ])('is %s', (_, given, row, expected) => {
    expect(effective(rules({ idleTimeout: false, absoluteTimeout: false, maxSessions: false, ...given }), row)).toEqual(expected);
  });

  it('is named where it is a variable', () => {
    expect(locksOf(rules({ idleTimeout: true, absoluteTimeout: false, maxSessions: true }))).toEqual({ idleTimeout: 'IDLE_TIMEOUT', absoluteTimeout: null, maxSessions: 'MAX_SESSIONS_PER_USER', atLimit: null });
  });

  it('is changed by what is named: null goes back, what is left out stays', () => {
    expect(decidedAfter(decided, { idleTimeout: null, maxSessions: 9, dryRun: false })).toEqual({ ...decided, idleTimeoutMs: null, maxSessions: 9 });
    expect(decidedAfter(undefined, { atLimit: 'refuse', dryRun: false })).toEqual({ ...nothing, atLimit: 'refuse' });
  });
});
