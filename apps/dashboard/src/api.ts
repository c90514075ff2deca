import { z } from 'zod';

import { readServerClock } from './clock.js';
import { CallError, errorOf } from './problem.js';

export interface Call<T> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Asked twice with the same one, it is done once. */
  readonly idempotencyKey?: string;
  /** How long the answer may take, in milliseconds; 15 s unless told. */
  readonly patienceMs?: number;
  /** What the answer must look like; `nothing` for an answer without a body. */
  readonly answer: z.ZodType<T>;
  /** The call may find the browser signed out without that meaning that it was logged out (signing in, for one). */
  readonly mayBeSignedOut?: boolean;
}

/** The answer of a 204: no body. */
export const nothing = z.null();

const timeoutMs = 15_000;
let onSignedOut: () => void = () => undefined;

/** `told` hears of every 401 that means that this browser is not signed in (any more). */
export const whenSignedOut = (told: () => void): void => {
  onSignedOut = told;
};

/** Calls Curfew. Resolves to the checked answer; rejects with a `CallError` and nothing else. */
export const call = async <T>(path: string, options: Call<T>): Promise<T> => {
  const response = await send(path, options);
  if (response.ok) return read(response, options.answer);
  const error = errorOf(response.status, await bodyOf(response), response.headers.get('retry-after'));
  if (error.code === 'unauthenticated' && options.mayBeSignedOut !== true) onSignedOut();
  throw error;
};

const send = async <T>(path: string, { method = 'GET', query = {}, body, signal, idempotencyKey, patienceMs = timeoutMs }: Call<T>): Promise<Response> => {
  const asked = Date.now();
  const limit = AbortSignal.timeout(patienceMs);
  try {
    const response = await fetch(path + queryString(query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    readServerClock(response.headers.get('date'), asked);
    return response;
  } catch {
    throw new CallError('network', 0);
  }
};

const read = async <T>(response: Response, answer: z.ZodType<T>): Promise<T> => {
  const parsed = answer.safeParse(await bodyOf(response));
  if (!parsed.success) throw new CallError('unreadable', response.status);
  return parsed.data;
};

const bodyOf = (response: Response): Promise<unknown> => response.json().catch(() => null);

const queryString = (query: Readonly<Record<string, string | number | boolean | undefined>>): string => {
  const pairs = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
};
