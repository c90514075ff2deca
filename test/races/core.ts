import { insertUser, type Sql } from '@curfew/persistence';
import type { SessionRules } from '@curfew/sessions';
import { v7 as uuidV7 } from 'uuid';

/** The defaults of the settings, for tests that put session cores together in their own process. */
export const rules: SessionRules = {
  idleAfterMs: 900_000,
  idleTimeoutMs: 1_209_600_000,
  absoluteTimeoutMs: 2_592_000_000,
  maxSessions: 0,
  pollIntervalMs: 1_000,
  leaseMs: 10_000,
  confirmWaitMs: 1_000,
  allowWhenStale: false,
};

export const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Where every sign-in of these tests comes from. */
export const origin = { ipAddress: '203.0.113.42', userAgent: null, hints: {}, requestId: 'race' };

/** As a user who acts for themselves. */
export const by = (userId: string) => ({ actor: { type: 'user', id: userId } }) as const;

/** Someone who has no session yet. */
export const newUser = async (sql: Sql): Promise<string> => {
  const id = uuidV7();
  await insertUser(sql, { id, email: `${id}@example.com`, name: null, role: 'user', passwordHash: null });
  return id;
};
