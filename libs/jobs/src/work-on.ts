import { UnrecoverableError, Worker, type Job } from 'bullmq';
import { connect, patient, type JobsOptions } from './connection.js';
import { prefix, queues, type JobOf, type QueueName } from './queues.js';

/** Where jobs are worked on. */
export interface Workplace {
  /** Takes no more jobs, and waits at most `graceMs` for the one at hand: another worker takes that up again when it is not done. */
  close(graceMs: number): Promise<void>;
}

/**
 * Works on a queue's jobs, one at a time, each checked against its schema. Redis may come, go and come back.
 * A job may be worked on twice (its worker was killed, or stood still): `work` has to be idempotent.
 */
export const workOn = <Q extends QueueName>(name: Q, work: (job: JobOf<Q>) => Promise<void>, options: JobsOptions): Workplace => {
  const redis = connect(options, `${name} worker`, patient);
  const worker = new Worker<unknown>(name, (job) => work(checked(name, job)), { connection: redis, prefix });
  worker.on('error', () => undefined); // the connection logs it, and BullMQ tries again
  worker.on('failed', (job, error) => options.log.error({ err: error, queue: name, job: job?.id }, 'a job failed'));
  return {
    close: async (graceMs) => {
      // Without Redis the job at hand cannot be told done anyhow, and an orderly close would wait for Redis.
      await within(graceMs, worker.close(redis.status !== 'ready'));
      redis.disconnect();
    },
  };
};

const checked = <Q extends QueueName>(name: Q, job: Job<unknown>): JobOf<Q> => {
  const parsed = queues[name].safeParse(job.data);
  if (parsed.success) return parsed.data;
  throw new UnrecoverableError(`a job of ${name} does not fit its schema`);
};

const within = async (ms: number, closing: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([closing.catch(() => undefined), late]);
  clearTimeout(timer);
};
