import { Redis } from 'ioredis';

/** Where it is told that Redis was lost and came back; pino fits. */
export interface LimitLog {
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

/**
 * A connection whose commands fail at once while Redis is lost. One that is frozen is found within a second and taken down, so that
 * sign-ins wait for it a few times at most. Ends with `disconnect`.
 */
export const connectRedis = (url: string, log: LimitLog): Redis => {
  const redis = new Redis(url, {
    connectionName: 'curfew-limits',
    enableOfflineQueue: false,
    commandTimeout: TIMEOUT,
    connectTimeout: 2000,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(100 * times, 2000),
  });
  let lost = false;
  redis.on('error', (error: Error) => {
    if (!lost) log.warn({ err: error }, 'Redis is lost: sign-in limits hold for each process by itself');
    lost = true;
  });
  redis.on('ready', () => {
    if (lost) log.info({}, 'Redis is back: sign-in limits are shared again');
    lost = false;
  });
  const beat = setInterval(() => {
    if (redis.status === 'ready') redis.ping().catch((error: unknown) => void (redis.emit('error', error), redis.disconnect(true)));
  }, 1000);
  beat.unref();
  redis.once('end', () => clearInterval(beat));
  return redis;
};

const TIMEOUT = 300;
