import { types } from 'node:util';

/** A copy of what is logged, without secrets: by the names of fields, at any depth. Errors are left to their own serializer, circles are cut. */
export const redacted = (fields: object): Record<string, unknown> => copyOf(fields, 0);

/** An error as it is logged: type, code, message, stack and cause. Nothing else: drivers hang the query and its parameters on theirs. */
export const errorForLog = (error: unknown, depth = 0): unknown => {
  if (!isError(error)) return typeof error === 'object' && error !== null ? redacted(error) : error;
  return {
    type: error.name,
    ...('code' in error ? { code: error.code } : {}),
    message: withoutCredentials(error.message),
    stack: withoutCredentials(error.stack ?? ''),
    ...(error.cause !== undefined && depth < DEEPEST ? { cause: errorForLog(error.cause, depth + 1) } : {}),
  };
};

/** `postgres://ada:secret@host` → `postgres://…@host`. */
export const withoutCredentials = (text: string): string => text.replaceAll(/(:\/\/)[^\s/@]+@/g, '$1…@');

// Errors of another realm (a worker, a vm) are errors too.
const isError = (value: unknown): value is Error => value instanceof Error || types.isNativeError(value);

const DEEPEST = 6;
const SECRET = /token|cookie|authorization|password|hash|secret|api-?key|encryption-?key/i;
// These end like a secret and are none: they say how much or which, not what.
const HARMLESS = /^(token|password)?(count|type|minlength)$/i;

const copyOf = (fields: object, depth: number): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fieldOf(name, value, depth)]));

const fieldOf = (name: string, value: unknown, depth: number): unknown => {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  if (SECRET.test(name) && !HARMLESS.test(name)) return '[redacted]';
  return valueOf(value, depth);
};

const valueOf = (value: unknown, depth: number): unknown => {
  if (isError(value)) return depth === 0 ? value : errorForLog(value, depth);
  if (typeof value === 'string') return withoutCredentials(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= DEEPEST) return '[deep]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return Array.isArray(value) ? value.map((item) => valueOf(item, depth + 1)) : copyOf(value, depth + 1);
};
