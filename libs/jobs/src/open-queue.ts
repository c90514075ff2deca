import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { connect, hurried, type JobsOptions } from './connection.js';
import { prefix, queues, type JobOf, type QueueName } from './queues.js';

/** Where jobs are put. Whoever opened it closes it. */
export interface JobQueue<Q extends QueueName> {
  /** Puts a job in; one with an id that is there already changes nothing. Rejects within a second or two when Redis does not take it. */
  add(job: JobOf<Q>, id?: string): Promise<void>;
  /** Has a job come each `everyMs` until the end of time, whichever worker takes it. The same `id` again: one schedule all the same. */
  repeat(id: string, everyMs: number, job: JobOf<Q>): Promise<void>;
  close(): Promise<void>;
}

/** Opens a queue to put jobs in. Does not wait for Redis. */
export const openQueue = <Q extends QueueName>(name: Q, options: JobsOptions): JobQueue<Q> => {
  const redis = connect(options, name, hurried);
  const queue = new Queue<JobOf<Q>, void, string, JobOf<Q>, void, string>(name, { connection: redis, prefix, defaultJobOptions: kept });
  queue.on('error', () => undefined); // the connection logs it, and each call rejects
  return {
    add: async (job, id) => {
      await reachable(redis);
      await queue.add(name, check(name, job), id === undefined ? {} : { jobId: id });
    },
    repeat: async (id, everyMs, job) => {
      await reachable(redis);
      await queue.upsertJobScheduler(id, { every: everyMs }, { name, data: check(name, job), opts: kept });
    },
    close: async () => {
      redis.disconnect();
      await queue.close().catch(() => undefined);
    },
  };
};

// Done is done: PostgreSQL knows it. Some that failed are kept for whoever looks.
const kept = { removeOnComplete: true, removeOnFail: 100 };

const check = <Q extends QueueName>(name: Q, job: JobOf<Q>): JobOf<Q> => {
  queues[name].parse(job);
  return job;
};

// BullMQ would wait as long as it takes; who adds a job waits a second.
const reachable = (redis: Redis): Promise<void> =>
  new Promise((resolve, reject) => {
    if (redis.status === 'ready') return resolve();
    const ready = (): void => {
      clearTimeout(late);
      resolve();
    };
    const late = setTimeout(() => {
      redis.off('ready', ready);
      reject(new Error('Redis cannot be reached'));
    }, 1_000);
    redis.once('ready', ready);
  });
