import { quantile } from '../../harness/statistics.js';

/** How many at once. */
export const AT_ONCE = 16;

/** Does it again and again, so many at once, for so long: how many a second, and how long each took, in ms. */
export async function repeated(work: (count: number) => Promise<unknown>, seconds: number): Promise<Readonly<Record<string, number>>> {
  const took: number[] = [];
  let count = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let now = performance.now(); now - began < seconds * 1000; now = performance.now()) {
        await work((count += 1));
        took.push(performance.now() - now);
      }
    }),
  );
  return { 'opens/s': took.length / ((performance.now() - began) / 1000), p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}
