import { CallError } from '../problem.js';
import { words } from '../words/i18n.js';
import { problemWords } from './problem-words.js';

describe('what went wrong when signing in', () => {
  it.each([
    [new CallError('invalid-credentials', 401), 'Email address or password is not right.'],
    [new CallError('too-many-requests', 429, { retryAfter: 40 }), 'Too many tries. You can try again in 40 s.'],
    [new CallError('too-many-requests', 429, { retryAfter: 90 }), 'Too many tries. You can try again in 1 min.'],
    [new CallError('device-blocked', 403), 'This device is blocked from this account. Unblock it from another device.'],
    [new CallError('email-taken', 409), 'An account with this address already exists.'],
    [new CallError('sign-up-closed', 403), 'Sign-up is closed here. Ask an administrator for an invitation.'],
    [new TypeError('whatever'), 'That did not work. Nothing was changed.'],
  ])('%s', (error, expected) => {
    expect(problemWords(words.t, error)).toBe(expected);
  });
});
