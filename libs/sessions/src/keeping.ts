import type { Doorbell } from '@curfew/doorbell';
import type { Status } from '@curfew/follower';

import type { ServerFollower } from './follow.js';
import type { Receipts } from './receipts.js';
import type { SessionRules } from './rules.js';
import type { Sessions } from './sessions.js';

/** What shows of the guarantee inside a process. Counts are since its start. */
export interface Keeping extends Status {
  readonly allowsWhenStale: boolean;
  readonly confirmed: number;
  readonly unconfirmed: number;
  readonly redisConnected: boolean;
  /** Messages on Redis that were not ours or not in order, by fault. */
  readonly redisDropped: Readonly<Record<string, number>>;
  readonly publishFailures: number;
  /** Events that this process has committed, by type. */
  readonly written: Readonly<Record<string, number>>;
}

interface Kept {
  readonly follower: ServerFollower;
  readonly receipts: Receipts;
  readonly doorbell: Doorbell;
  readonly rules: SessionRules;
  readonly sessions: Pick<Sessions, 'written'>;
}

/** Gathers it from those who count. */
export const keepingOf = ({ follower, receipts, doorbell, rules, sessions: { written } }: Kept): Keeping => {
  const { connected: redisConnected, dropped: redisDropped, publishFailures } = doorbell.status();
  return { ...follower.status(), ...receipts.counts(), allowsWhenStale: rules.allowWhenStale, redisConnected, redisDropped, publishFailures, written };
};
