import type { Total } from '@curfew/contracts';

/** So many are counted one by one. */
export const countedUpTo = 10_000;

/** How many match, in words that hold: exactly while they were counted, else about, where the estimate is above what was counted. */
export const totalOf = ({ counted, estimate }: { readonly counted: number; readonly estimate: number }): Total => {
  if (counted <= countedUpTo) return { count: counted, precision: 'exact' };
  return estimate > countedUpTo ? { count: rounded(estimate), precision: 'about' } : { count: countedUpTo, precision: 'more-than' };
};

// Two digits: the rest would only look as if it were known.
const rounded = (count: number): number => Number(count.toPrecision(2));
