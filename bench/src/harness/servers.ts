import { startServersWith, stopServers } from '../../../test/support/servers.js';

/**
 * The PostgreSQL that everyone is measured on, as safe as it is shipped: a commit is on the disk before it is answered. Tests need not have that, a bench does.
 * `curfew()` of test/support then works as in a test, and `end` ends all that it started.
 */
export async function withServers<T>(work: () => Promise<T>): Promise<T> {
  await startServersWith({ max_connections: '400' });
  try {
    return await work();
  } finally {
    await endAll();
    await stopServers();
  }
}

/** Ends what test/support has started since: a chapter that starts several Curfews one after the other calls it in between. */
export async function endAll(): Promise<void> {
  const world = globalThis as { curfewEnds?: ((failed: boolean) => unknown)[] };
  for (let each = world.curfewEnds?.pop(); each; each = world.curfewEnds?.pop()) await each(false);
}
