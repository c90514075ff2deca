/** Lets `burst` through at once and `perSecond` on the long run. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A bucket of tokens at this rate, full at first. `take` says whether one was left at `now` (milliseconds that only grow). */
export const tokenBucket = ({ perSecond, burst }: Rate, start: number): { readonly take: (now: number) => boolean } => {
  let left = burst;
  let at = start;
  return {
    take: (now) => {
      left = Math.min(burst, left + ((now - at) / 1000) * perSecond);
      at = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
};
