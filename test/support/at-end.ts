/**
 * Has `end` run after the file's last test, the last registered first, also when the file did not even load (afterAll would not then).
 * One that throws fails the file. `failed`: a test of it has failed.
 */
export function atEnd(end: (failed: boolean) => Promise<void> | void): void {
  const world = globalThis as { curfewEnds?: (typeof end)[] };
  (world.curfewEnds ??= []).push(end);
}
