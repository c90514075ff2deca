import type { Joined } from './consumer.js';
import type { GuardStatus } from './guard.js';

/** For health pages and metrics. Before the first answer of Curfew, and once closed, it admits nobody. */
export function statusOf(joined: Joined | null, isClosed: boolean): GuardStatus {
  if (joined === null) return { ready: false, admits: false, leaseMs: 0, leaseMsLeft: 0, lagMs: null, listening: false, consumer: null, sessions: 0, sockets: 0, counts: NONE };
  const { ready, admits, leaseMsLeft, lagMs, sessions, sockets, ...follower } = joined.follower.status();
  return {
    ready,
    admits: admits && !isClosed,
    leaseMs: joined.registered.leaseMs,
    leaseMsLeft,
    lagMs,
    listening: joined.doorbell.listening,
    consumer: joined.registered.consumer,
    sessions,
    sockets,
    counts: {
      polls: follower.polls,
      pollsFailed: follower.pollsFailed,
      introspections: follower.loads,
      resets: follower.resets,
      hits: follower.hits,
      misses: follower.misses,
      stale: follower.staleRefusals,
    },
  };
}

const NONE: GuardStatus['counts'] = { polls: 0, pollsFailed: 0, introspections: 0, resets: 0, hits: 0, misses: 0, stale: 0 };
