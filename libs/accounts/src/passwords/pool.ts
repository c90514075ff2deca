import { CurfewError } from '@curfew/contracts';

/** Runs a piece of work when its turn comes. */
export type Pool = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * At most `atOnce` pieces of work run, at most `waiting` more wait, in the order they came; the next one is
 * refused with `too-many-requests` at once, so that a flood of sign-ins costs neither memory nor the time of others.
 */
export const createPool = ({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Pool => {
  const queue: (() => void)[] = [];
  let running = 0;

  const turn = (): Promise<void> | undefined => {
    if (running < atOnce) {
      running += 1;
      return undefined;
    }
    if (queue.length >= waiting) throw new CurfewError('too-many-requests', { retryAfterSeconds: 2 });
    return new Promise((resolve) => void queue.push(resolve));
  };
  const leave = (): void => {
    // The place is handed on, not given up: nobody who comes in between can take it.
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return async (work) => {
    await turn();
    try {
      return await work();
    } finally {
      leave();
    }
  };
};
