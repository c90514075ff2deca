export { Doorbell, type Hearing } from './doorbell.js';
export type { DoorbellLog, DoorbellOptions, DoorbellStatus } from './options.js';
