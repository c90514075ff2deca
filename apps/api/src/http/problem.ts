import { CurfewError, type Problem, type ProblemCode } from '@curfew/contracts';

/** An error as it is answered: the body (RFC 9457), and the headers that belong to it. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
}

/** What is answered for anything that was thrown. What was not thrown on purpose is said without a word of what it was. */
export const problemAnswer = (thrown: unknown, requestId: string): ProblemAnswer => {
  const { code, status, title, detail, errors, retryAfterSeconds } = curfewError(thrown);
  return {
    status,
    headers: {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
      ...(status === 429 || status === 503 ? { 'Retry-After': String(retryAfterSeconds ?? 1) } : {}),
    },
    body: {
      type: `/docs/problems#${code}`,
      title,
      status,
      detail,
      code,
      requestId,
      ...(errors === undefined || errors.length === 0 ? {} : { errors: errors.slice(0, MOST_ERRORS) }),
    },
  };
};

// However much is wrong, the answer stays small beside what was asked.
const MOST_ERRORS = 100;

/** The error on purpose that stands for anything that was thrown: by us, by the framework, or by the database's driver. */
export const curfewError = (thrown: unknown): CurfewError => {
  if (thrown instanceof CurfewError) return thrown;
  if (isDatabaseLost(thrown)) return new CurfewError('unavailable', { cause: thrown });
  return new CurfewError(codeOf(statusOf(thrown)), { cause: thrown });
};

/** Whether PostgreSQL could not be reached, or turned us away as it stops or starts (SQLSTATE classes 08, 57P, 53). */
const isDatabaseLost = (thrown: unknown): boolean => {
  if (!(thrown instanceof Error)) return false;
  if ('code' in thrown && typeof thrown.code === 'string' && LOST.test(thrown.code)) return true;
  return /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error)/u.test(thrown.message);
};

const LOST = /^(?:08...|57P..|53...|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/u;

// Errors of Fastify have a `statusCode`, those of Nest a method.
const statusOf = (thrown: unknown): number => {
  if (!(thrown instanceof Error)) return 500;
  if ('statusCode' in thrown && typeof thrown.statusCode === 'number') return thrown.statusCode;
  if ('getStatus' in thrown && typeof thrown.getStatus === 'function') return Number(thrown.getStatus());
  return 500;
};

const codeOf = (status: number): ProblemCode => CODES.get(status) ?? (status >= 400 && status < 500 ? 'invalid-request' : 'internal-error');

const CODES: ReadonlyMap<number, ProblemCode> = new Map([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [408, 'request-timeout'],
  [409, 'conflict'],
  // A path with a part that is too long: there is nothing by that name.
  [414, 'not-found'],
  [413, 'body-too-large'],
  [415, 'unsupported-media-type'],
  [429, 'too-many-requests'],
  [431, 'header-too-large'],
  [503, 'unavailable'],
]);
