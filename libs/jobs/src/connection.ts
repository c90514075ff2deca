import { Redis } from 'ioredis';

/** Where a queue is, and who hears of its troubles. */
export interface JobsOptions {
  readonly redisUrl: string;
  readonly log: JobsLog;
}

/** Where queues log; pino fits. */
export interface JobsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** For who adds: an answer within a second or an error, nothing is kept for later. */
export const hurried = { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 1_000 } as const;

/** For who waits for work: as long as it takes. BullMQ asks for null. */
export const patient = { maxRetriesPerRequest: null } as const;

/** A connection that comes back by itself within 2 s of Redis, and logs that it went and that it came, not each attempt. Never throws because Redis is down. */
export const connect = ({ redisUrl, log }: JobsOptions, name: string, kind: typeof hurried | typeof patient): Redis => {
  const redis = new Redis(redisUrl, { ...kind, connectionName: `curfew ${name}`, retryStrategy: (times) => Math.min(times * 100, 2_000) });
  let down = false;
  redis.on('error', (error: Error) => {
    if (!down) log.warn({ err: error, queue: name }, 'the queue cannot reach Redis');
    down = true;
  });
  redis.on('ready', () => {
    if (down) log.info({ queue: name }, 'the queue reaches Redis again');
    down = false;
  });
  return redis;
};
