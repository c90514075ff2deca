import type { Redis } from 'ioredis';

/** Where accounts signed in before. */
export interface KnownNetworks {
  has(key: string): Promise<boolean>;
  add(key: string): Promise<void>;
}

/** Kept for 90 days in Redis, and the last 10,000 in this process too, for when Redis is lost. Neither method rejects: unsure means unknown. */
export const createKnownNetworks = (redis: Redis): KnownNetworks => {
  const recent = new Set<string>();
  return {
    has: async (key) => recent.has(key) || (await redis.exists(PREFIX + key).catch(() => 0)) === 1,
    add: async (key) => {
      recent.delete(key);
      recent.add(key);
      if (recent.size > MOST) for (const oldest of recent) if (recent.delete(oldest)) break;
      await redis.set(PREFIX + key, '1', 'EX', KEPT_FOR).catch(() => null);
    },
  };
};

const PREFIX = 'curfew:known-network:';
const KEPT_FOR = 90 * 24 * 60 * 60;
const MOST = 10_000;
