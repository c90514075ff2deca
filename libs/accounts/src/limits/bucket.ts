import { CurfewError } from '@curfew/contracts';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** How many tries in how many seconds. */
export interface Allowance {
  readonly name: string;
  readonly points: number;
  readonly duration: number;
}

/** Counts tries by key, in Redis for all processes; by itself, no more generously, while Redis is lost. */
export interface Bucket {
  /** @throws CurfewError `too-many-requests` once the allowance is used up */
  take(key: string): Promise<void>;
  /** Throws as `take` would, and takes nothing. */
  look(key: string): Promise<void>;
  giveBack(key: string): Promise<void>;
  empty(key: string): Promise<void>;
}

export const createBucket = (redis: Redis, { name, points, duration }: Allowance): Bucket => {
  const keyPrefix = `curfew:limit:${name}`;
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix,
    points,
    duration,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration }),
  });
  return {
    take: async (key) => void (await limiter.consume(key).catch(refuse)),
    look: async (key) => {
      const used = await limiter.get(key);
      if (used !== null && used.consumedPoints >= points) refuse(used);
    },
    giveBack: async (key) => void (await limiter.reward(key)),
    empty: async (key) => void (await limiter.delete(key)),
  };
};

const refuse = (reason: unknown): never => {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  throw new CurfewError('too-many-requests', { retryAfterSeconds: Math.max(1, Math.ceil(reason.msBeforeNext / 1000)) });
};
