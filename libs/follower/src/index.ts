export { createFollower, type Follower, type FollowerOptions } from './follower.js';
export type { Acknowledgement, Cut, LoadAnswer, LoadRequest, PollAnswer, PollRequest } from './input.js';
export type { Instant } from './instant.js';
export type { Admission, FollowedEvent, Known, Miss, Via } from './known.js';
export type { CarryOut, Ear, Failing, Ports } from './ports.js';
export { countReceipt, hasLapsed, watchRows, type ConsumerRow, type Evidence, type ReceiptCount, type Watched } from './receipt.js';
export type { Status } from './status.js';
