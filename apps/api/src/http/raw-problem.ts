import { STATUS_CODES } from 'node:http';

import { CurfewError, type ProblemCode } from '@curfew/contracts';

import { problemAnswer } from './problem.js';

/** A whole answer for a request that could not even be read, by Node's code for why (HTTP/1.1, RFC 9112). The connection closes after it. */
export const rawProblem = (code: string | undefined, { requestId, headers }: { readonly requestId: string; readonly headers: Readonly<Record<string, string>> }): string => {
  const answer = problemAnswer(new CurfewError(PROBLEMS.get(code ?? '') ?? 'invalid-request'), requestId);
  const body = JSON.stringify(answer.body);
  const all = { ...headers, ...answer.headers, 'X-Request-Id': requestId, 'Content-Length': Buffer.byteLength(body), Connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`, ...lines, '', body].join('\r\n');
};

const PROBLEMS: ReadonlyMap<string, ProblemCode> = new Map([
  ['HPE_HEADER_OVERFLOW', 'header-too-large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'request-timeout'],
]);
