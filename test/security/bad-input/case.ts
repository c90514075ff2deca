import type { Asked } from './client.js';
import type { Operation } from './operations.js';

/** One request that must be refused, and how. */
export interface Case {
  readonly operation: string;
  readonly kind: string;
  readonly what: string;
  readonly asked: Asked;
  readonly expected: Expected;
}

export interface Expected {
  readonly status: number | readonly number[];
  readonly code?: string;
  /** What `errors` must name, no more and no less. */
  readonly paths?: readonly string[];
  /** What its Allow must name, among others. */
  readonly allow?: readonly string[];
  /** An answer that is no problem: it must hold this. */
  readonly body?: object;
}

export const refusedFields = (...paths: readonly string[]): Expected => ({ status: 400, code: 'invalid-request', paths });
export const invalid: Expected = { status: 400, code: 'invalid-request' };
export const notFound: Expected = { status: 404, code: 'not-found' };
export const unauthenticated: Expected = { status: 401, code: 'unauthenticated' };
export const forbidden: Expected = { status: 403, code: 'forbidden' };

/** Something that must be fine about a request of an operation, made bad in one way. */
export type Spoiler = (operation: Operation, good: Asked) => readonly Omit<Case, 'operation'>[];
