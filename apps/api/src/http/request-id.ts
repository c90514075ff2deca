import { randomUUID } from 'node:crypto';

/** The request's own id where it is harmless in a log (at most 64 letters, digits and `._-`), else a new one. */
export const requestIdOf = (given: string | readonly string[] | undefined): string =>
  typeof given === 'string' && SAFE.test(given) ? given : randomUUID();

const SAFE = /^[\w.-]{1,64}$/u;
