import type { Admitted } from './guard.js';

const holders = new WeakMap<object, Admitted>();

/** Notes whose session a request or a socket is of. */
export const hold = (carrier: object, session: Admitted): void => void holders.set(carrier, session);

export const heldBy = (carrier: object): Admitted | undefined => holders.get(carrier);

/** Whose session a guarded request or socket is of. Throws for one that the guard has not let in: that is a mistake in the order of things, not a refusal. */
export function sessionOf(carrier: object): Admitted {
  const session = holders.get(carrier);
  if (session === undefined) throw new Error('This has not come through the Curfew guard: put the guard before it.');
  return session;
}
