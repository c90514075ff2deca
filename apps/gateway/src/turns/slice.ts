/**
 * One turn's share of work: a check that says whether to go on. So many items or milliseconds, whichever is used up first: how long a system
 * call takes differs by a hundred times between machines.
 */
export const slice = (): (() => boolean) => {
  const until = performance.now() + MOST_MS;
  let left = MOST;
  return () => {
    left -= 1;
    return left >= 0 && performance.now() < until;
  };
};

const MOST = 250;
const MOST_MS = 10;
