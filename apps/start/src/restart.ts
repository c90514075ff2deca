/** Ends in a row, this one included. What had run for half a minute (`ranFor` in milliseconds) is taken for sound, and counting starts again. */
export const failuresAfter = (failures: number, ranFor: number): number => (ranFor >= SOUND ? 1 : failures + 1);

/** How long to wait before the next start, in milliseconds: 0.5 s after the first failure, doubling to 10 s. */
export const backoff = (failures: number): number => Math.min(FIRST * 2 ** (failures - 1), LONGEST);

const FIRST = 500;
const LONGEST = 10_000;
const SOUND = 30_000;
