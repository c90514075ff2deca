import { z } from 'zod';

/** What has to be done again and again: sessions whose time ran out, the history of generations, the log's next months, consumers that died. */
export const upkeepRound = z.enum(['expiry', 'history', 'partitions', 'lapsed']);
export type UpkeepRound = z.infer<typeof upkeepRound>;

/** Every queue, with what its jobs carry. A job says that there is something to do; a row in PostgreSQL says what, and whether it is done. */
export const queues = {
  upkeep: z.strictObject({ round: upkeepRound }),
} as const;

export type QueueName = keyof typeof queues;

/** The data of a queue's jobs. */
export type JobOf<Q extends QueueName> = z.infer<(typeof queues)[Q]>;

/** Before every key in Redis. The braces keep a queue's keys in one slot of a cluster. */
export const prefix = '{curfew}';
