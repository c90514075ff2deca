import type { Instant } from './instant.js';
import { elapsed } from './instant.js';
import type { Known } from './known.js';
import { leaseLeft, mayAdmit, type State } from './state.js';

/** For metrics and health. */
export type Status = {
  /** The first poll since the start or the last reset is applied. */
  readonly ready: boolean;
  /** Something may be admitted right now. */
  readonly admits: boolean;
  /** Not above zero: no lease. With `allowWhenStale` and `admits`: loud. */
  readonly leaseMsLeft: number;
  /** Age of what is known for certain: since the last complete poll was sent; null before the first. */
  readonly lagMs: number | null;
  readonly floor: string | null;
  readonly applied: string | null;
  /** Which history it follows. */
  readonly source: string | null;
  readonly sessions: number;
  readonly sockets: number;
  readonly pendingSockets: number;
  readonly readsInFlight: number;
} & Counts;

export type Counts = {
  readonly polls: number;
  readonly pollsFailed: number;
  readonly loads: number;
  readonly loadsFailed: number;
  readonly resets: number;
  /** Ending events that the log brought before, or without, the doorbell. */
  readonly lostByDoorbell: number;
  /** Refused because it could not be known: 503. */
  readonly staleRefusals: number;
  readonly hits: number;
  readonly misses: number;
  /** `carryOut.failed` itself threw. */
  readonly reportsFailed: number;
};

export function statusOf({ state, counts }: { readonly state: State<Known>; readonly counts: Counts }, now: Instant): Status {
  return {
    ...counts,
    ready: state.log.ready,
    admits: mayAdmit(state, now),
    leaseMsLeft: leaseLeft(state, now),
    lagMs: state.lease === null ? null : elapsed(state.lease, now),
    floor: state.log.floor,
    applied: state.log.applied,
    source: state.log.source,
    sessions: state.copies.size,
    sockets: state.sockets.size,
    pendingSockets: state.pending.size,
    readsInFlight: state.reading.inFlight.size,
  };
}
