import { problem, type Violation } from '@curfew/contracts';

interface Details {
  readonly requestId?: string | null;
  readonly errors?: readonly Violation[];
  /** From `Retry-After`, in seconds. */
  readonly retryAfter?: number | null;
}

/** Why a call did not succeed. `network`: no answer came, so what was asked may or may not have happened. */
export class CallError extends Error {
  readonly requestId: string | null;
  readonly errors: readonly Violation[];
  readonly retryAfter: number | null;

  /** `code` is problem+json's; `network` without an answer, `unreadable` for an answer that is not Curfew's. */
  constructor(
    readonly code: string,
    readonly status: number,
    { requestId = null, errors = [], retryAfter = null }: Details = {},
  ) {
    super(`${status} ${code}`);
    this.name = 'CallError';
    this.requestId = requestId;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }
}

/** The error of an answer that was not 2xx. A body that is no problem+json (a proxy's page) keeps its status. */
export const errorOf = (status: number, body: unknown, retryAfterHeader: string | null): CallError => {
  const parsed = told.safeParse(body);
  const seconds = Number.parseInt(retryAfterHeader ?? '', 10);
  const retryAfter = Number.isNaN(seconds) ? null : seconds;
  if (!parsed.success) return new CallError('unreadable', status, { retryAfter });
  const { code, requestId, errors = [] } = parsed.data;
  return new CallError(code, status, { requestId, errors, retryAfter });
};

// What the page uses of it: an answer that lacks the rest is still understood.
const told = problem.pick({ code: true, requestId: true, errors: true });

/** True for a `CallError` with one of these codes. */
export const isCode = (error: unknown, ...codes: readonly string[]): error is CallError =>
  error instanceof CallError && codes.includes(error.code);

/** True while asking again may help: no answer, 429, or the server's own trouble. */
export const isPassing = (error: unknown): boolean =>
  error instanceof CallError && (error.code === 'network' || error.status === 429 || error.status >= 500);
