import { Redis, type CommonRedisOptions } from 'ioredis';

import type { DoorbellOptions } from './options.js';

/**
 * Publishes, or fails fast: nothing waits in a queue for Redis to come back, and an answer that is late counts as none.
 * It connects when asked to.
 */
export const publisher = (options: DoorbellOptions): Redis =>
  connection(options, `${options.name}:ring`, { commandTimeout: options.commandTimeoutMs ?? 300, enableOfflineQueue: false });

/** Hears. It never subscribes by itself: who uses it does, on `ready`, so that it knows when Redis has acknowledged it. */
export const subscriber = (options: DoorbellOptions): Redis =>
  connection(options, `${options.name}:hear`, { commandTimeout: 3000, autoResubscribe: false });

type Extra = Pick<CommonRedisOptions, 'commandTimeout' | 'enableOfflineQueue' | 'autoResubscribe'>;

const connection = (options: DoorbellOptions, name: string, extra: Extra): Redis => {
  const redis = new Redis(options.redisUrl, {
    lazyConnect: true,
    protocol: 2,
    connectionName: name,
    connectTimeout: 3000,
    // A link that has gone silent never answers our FIN either.
    disconnectTimeout: 300,
    keepAlive: 10_000,
    // PUBLISH and SUBSCRIBE are all that the Redis user needs to be allowed.
    enableReadyCheck: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(1000, 50 * 2 ** Math.min(times, 6)) * (0.75 + Math.random() / 2),
    ...extra,
  });
  tellOfTrouble(redis, name, options.log);
  return redis;
};

// One line when it goes down and one when it is back, not one per attempt.
const tellOfTrouble = (redis: Redis, name: string, log: DoorbellOptions['log']): void => {
  let down = false;
  const trouble = (fields: object, message: string): void => {
    if (!down) log.warn({ connection: name, ...fields }, message);
    down = true;
  };
  redis.on('error', (err: unknown) => trouble({ err }, 'no connection to Redis: trying again; revocations still arrive by the log'));
  redis.on('reconnecting', () => trouble({}, 'lost the connection to Redis: trying again; revocations still arrive by the log'));
  redis.on('ready', () => {
    if (down) log.info({ connection: name }, 'connected to Redis again');
    down = false;
  });
};
