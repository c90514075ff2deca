import type { UpkeepRound } from '@curfew/jobs';
import type { SessionRules, Sessions } from '@curfew/sessions';

/** One kind of upkeep: how often, and what is done. Doing it twice, or on two workers at once, does no harm. */
export interface Round {
  readonly name: UpkeepRound;
  readonly everyMs: number;
  /** Does all there is to do; answers how much that was. Stops between two statements when `signal` is aborted. */
  readonly work: (signal: AbortSignal) => Promise<number>;
}

type Upkept = Pick<Sessions, 'sweepExpired' | 'fillHistory' | 'makePartitions' | 'forgetLapsed'>;

/** Every round. Expiry comes a tenth of the idle timeout apart, at least each second and at most each ten: each process marks what it knows by itself, this finds the rest. */
export const rounds = (sessions: Upkept, { idleTimeoutMs }: Pick<SessionRules, 'idleTimeoutMs'>): readonly Round[] => [
  { name: 'expiry', everyMs: Math.min(10_000, Math.max(1_000, idleTimeoutMs / 10)), work: untilNone(() => sessions.sweepExpired(BATCH)) },
  { name: 'history', everyMs: 5_000, work: untilNone(() => sessions.fillHistory(BATCH)) },
  { name: 'partitions', everyMs: 3_600_000, work: () => sessions.makePartitions() },
  { name: 'lapsed', everyMs: 60_000, work: () => sessions.forgetLapsed() },
];

// So many rows a statement: some milliseconds, so that nobody waits long for a row's lock.
const BATCH = 1_000;

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
