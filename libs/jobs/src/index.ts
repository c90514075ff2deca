export { queues, upkeepRound, type JobOf, type QueueName, type UpkeepRound } from './queues.js';
export { openQueue, type JobQueue } from './open-queue.js';
export { workOn, type Workplace } from './work-on.js';
export type { JobsLog, JobsOptions } from './connection.js';
