import { problem, type Problem, type Violation } from '@curfew/contracts';

/** Why a call did not succeed. `network`: no answer came, so what was asked may or may not have happened. */
export class CallError extends Error {
  constructor(
    /** As in problem+json; `network` without an answer, `unreadable` for an answer that is not Curfew's. */
    readonly code: string,
    readonly status: number,
    readonly requestId: string | null = null,
    readonly errors: readonly Violation[] = [],
    /** From `Retry-After`, in seconds. */
    readonly retryAfter: number | null = null,
  ) {
    super(`${status} ${code}`);
    this.name = 'CallError';
  }
}

/** The error of an answer that was not 2xx. A body that is no problem+json (a proxy's page) keeps its status. */
export const errorOf = (status: number, body: unknown, retryAfter: string | null): CallError => {
  const parsed = problem.safeParse(body);
  const seconds = retryAfter === null ? null : Number.parseInt(retryAfter, 10);
  const said: Problem | null = parsed.success ? parsed.data : null;
  return new CallError(said?.code ?? 'unreadable', status, said?.requestId ?? null, said?.errors ?? [], Number.isNaN(seconds) ? null : seconds);
};

/** True for a `CallError` with one of these codes. */
export const isCode = (error: unknown, ...codes: readonly string[]): error is CallError =>
  error instanceof CallError && codes.includes(error.code);

/** True while asking again may help: no answer, 429, or the server's own trouble. */
export const isPassing = (error: unknown): boolean =>
  error instanceof CallError && (error.code === 'network' || error.status === 429 || error.status >= 500);
