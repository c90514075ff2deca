import type { UpkeepRound } from '@curfew/jobs';
import type { AuditTrail, Policies, SessionRules, Sessions } from '@curfew/sessions';

/** One kind of upkeep: how often, and what is done. Doing it twice, or on two workers at once, does no harm. */
export interface Round {
  readonly name: UpkeepRound;
  readonly everyMs: number;
  /** Does all there is to do; answers how much that was. Stops between two statements when `signal` is aborted. */
  readonly work: (signal: AbortSignal) => Promise<number>;
}

/** What is looked after, and by which rules. */
export interface Upkept {
  readonly sessions: Pick<Sessions, 'sweepExpired' | 'fillHistory' | 'makePartitions' | 'forgetLapsed'>;
  readonly audit: Pick<AuditTrail, 'extend' | 'confirm' | 'trim'>;
  readonly policies: Pick<Policies, 'apply'>;
  readonly rules: Pick<SessionRules, 'idleTimeoutMs'>;
  /** How long ended sessions and the audit trail are kept. */
  readonly retentionMs: number;
}

/** Every round. Expiry comes a tenth of the idle timeout apart, at least each second and at most each ten: each process marks what it knows by itself, this finds the rest. */
export const rounds = ({ sessions, audit, policies, rules: { idleTimeoutMs }, retentionMs }: Upkept): readonly Round[] => [
  { name: 'expiry', everyMs: Math.min(10_000, Math.max(1_000, idleTimeoutMs / 10)), work: untilNone(() => sessions.sweepExpired(BATCH)) },
  { name: 'history', everyMs: 5_000, work: untilNone(() => sessions.fillHistory(BATCH)) },
  { name: 'partitions', everyMs: 3_600_000, work: () => sessions.makePartitions() },
  { name: 'lapsed', everyMs: 60_000, work: () => sessions.forgetLapsed() },
  // A confirmation is an event too: it is chained the next time.
  { name: 'audit', everyMs: 1_000, work: inTurn(untilNone(() => audit.extend(BATCH)), untilNone(() => audit.confirm(BATCH))) },
  { name: 'policies', everyMs: 2_000, work: (signal) => policies.apply(signal) },
  { name: 'retention', everyMs: 600_000, work: untilNone(() => audit.trim(retentionMs, BATCH)) },
];

// So many rows a statement: some milliseconds, so that nobody waits long for a row's lock.
const BATCH = 1_000;

const inTurn =
  (...works: readonly Round['work'][]): Round['work'] =>
  async (signal) => {
    let all = 0;
    for (const work of works) all += await work(signal);
    return all;
  };

const untilNone =
  (step: () => Promise<number>) =>
  async (signal: AbortSignal): Promise<number> => {
    let all = 0;
    while (!signal.aborted) {
      const done = await step();
      all += done;
      if (done === 0) break;
    }
    return all;
  };
