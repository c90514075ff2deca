import { CallError, errorOf, isCode, isPassing } from './problem.js';

const body = { type: 'about:blank', title: 'Too many tries', status: 429, code: 'too-many-requests', requestId: 'r-1' };

describe('the error of an answer', () => {
  it('carries the code, the request id and how long to wait', () => {
    expect(errorOf(429, body, '40')).toMatchObject({ code: 'too-many-requests', status: 429, requestId: 'r-1', retryAfter: 40 });
  });

  it('keeps the status of an answer that is not problem+json', () => {
    expect(errorOf(502, '<html>', 'soon')).toMatchObject({ code: 'unreadable', status: 502, requestId: null, retryAfter: null });
  });

  it.each([
    [new CallError('network', 0), true],
    [new CallError('unavailable', 503), true],
    [new CallError('too-many-requests', 429), true],
    [new CallError('forbidden', 403), false],
    [new Error('other'), false],
  ])('knows whether trying again may help: %s', (error, passing) => {
    expect(isPassing(error)).toBe(passing);
  });

  it('knows an error by its code', () => {
    expect(isCode(errorOf(429, body, null), 'not-found', 'too-many-requests')).toBe(true);
    expect(isCode(new Error('x'), 'x')).toBe(false);
  });
});
