import type { Refused } from './guard.js';

/** How a refusal is answered over HTTP: problem+json (RFC 9457), the same as Curfew's own. */
export type Refusal = { readonly status: 401 | 503; readonly headers: Readonly<Record<string, string>>; readonly body: { readonly type: string; readonly title: string; readonly status: number; readonly code: string } };

const plain = { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' };

/** 503 while it cannot be known, with when to try again; else 401, the same for a session that ended and one that never was. */
export function refusalFor(reason: Refused['reason']): Refusal {
  if (reason === 'stale') {
    return { status: 503, headers: { ...plain, 'retry-after': '1' }, body: { type: 'about:blank', title: 'It cannot be confirmed who is signed in right now', status: 503, code: 'unavailable' } };
  }
  return { status: 401, headers: { ...plain, 'www-authenticate': 'Bearer' }, body: { type: 'about:blank', title: 'Sign in first', status: 401, code: 'unauthenticated' } };
}
