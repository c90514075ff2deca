import { z } from 'zod';

/**
 * What has to be done again and again: sessions whose time ran out, the history of generations, the log's next months, consumers that died,
 * the audit trail's chain and confirmations, what the retention lets go, and open sessions that a new policy
 * holds to other rules.
 */
export const upkeepRound = z.enum(['expiry', 'history', 'partitions', 'lapsed', 'audit', 'retention', 'policies']);
export type UpkeepRound = z.infer<typeof upkeepRound>;

const jobs = {
  upkeep: z.strictObject({ round: upkeepRound }),
  // `trace`: the W3C traceparent of who asked for it.
  revocations: z.strictObject({ revocationId: z.uuid(), trace: z.string().max(64).optional() }),
};

type Jobs = { readonly [Q in keyof typeof jobs]: z.infer<(typeof jobs)[Q]> };

/** Every queue, with what its jobs carry. A job says that there is something to do; a row in PostgreSQL says what, and whether it is done. */
export const queues: { readonly [Q in keyof Jobs]: z.ZodType<Jobs[Q]> } = jobs;

export type QueueName = keyof Jobs;

/** The data of a queue's jobs. */
export type JobOf<Q extends QueueName> = Jobs[Q];

/** Before every key in Redis. The braces keep a queue's keys in one slot of a cluster. */
export const prefix = '{curfew}';
