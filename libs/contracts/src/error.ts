import { z } from 'zod';

/** One row per error: status, title, and the code where another row has it too. `type`, `detail` and the rest of problem+json follow from it (RFC 9457). */
export const problems = {
  'invalid-request': { status: 400, title: 'The request does not fit its schema' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  'invalid-credentials': { status: 401, title: 'Email address or password is not right' },
  forbidden: { status: 403, title: 'This needs a permission that you do not have' },
  'wrong-password': { status: 403, title: 'The current password is not right', code: 'invalid-credentials' },
  'invalid-secret': { status: 403, title: 'This link was used already or is too old' },
  'sign-up-closed': { status: 403, title: 'Sign-up is closed here' },
  'access-tokens-off': { status: 403, title: 'Access tokens are not set up here: KEY_ENCRYPTION_KEY is missing' },
  'cross-site-request': { status: 403, title: 'This request came from another site' },
  'device-blocked': { status: 403, title: 'This device is blocked from this account' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This cannot be done here' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'This does not fit the present state' },
  'device-unknown': { status: 409, title: 'This session does not say which device it is, so it cannot be blocked' },
  'idempotency-key-reused': { status: 409, title: 'This Idempotency-Key was used for another request' },
  'email-taken': { status: 409, title: 'An account with this address already exists' },
  'session-limit': { status: 409, title: 'This account has as many sessions as it may: log one out first' },
  'setting-locked': { status: 409, title: 'A variable of the environment decides this' },
  'consumer-alive': { status: 409, title: 'This consumer was heard of within its lease: it is not gone' },
  'last-administrator': { status: 409, title: 'The last enabled administrator stays one' },
  'cursor-too-old': { status: 410, title: 'What came after this cursor is not all there any more: start anew' },
  'body-too-large': { status: 413, title: 'The body is over 64 KiB' },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json' },
  'too-many-requests': { status: 429, title: 'Too many tries' },
  'header-too-large': { status: 431, title: 'The headers are too large' },
  'internal-error': { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'Curfew cannot confirm who is signed in right now' },
} as const;

/** The row of an error: its code, but for `wrong-password`, which says `invalid-credentials` with another status. */
export type ProblemCode = keyof typeof problems;

export const violation = z.object({ path: z.string(), message: z.string() });
/** One field that does not fit. `path` is dotted: `device.type`. */
export type Violation = z.infer<typeof violation>;

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.array(violation).optional(),
});
/** An error as it is answered: `application/problem+json` (RFC 9457). */
export type Problem = z.infer<typeof problem>;

interface Details {
  readonly detail?: string;
  readonly errors?: readonly Violation[];
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** The one error that is answered on purpose. Anything else that is thrown becomes `internal-error`, without a word of what it was. */
export class CurfewError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly Violation[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, details: Details = {}) {
    super(details.detail ?? problems[code].title, { cause: details.cause });
    this.name = 'CurfewError';
    const row: { readonly status: number; readonly title: string; readonly code?: string } = problems[code];
    this.code = row.code ?? code;
    this.status = row.status;
    this.title = row.title;
    this.detail = details.detail ?? (details.errors?.length ? inWords(details.errors) : `${row.title}.`);
    this.errors = details.errors;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

const inWords = (errors: readonly Violation[]): string => errors.slice(0, 3).map(({ path, message }) => `${path}: ${message}`).join('; ');
