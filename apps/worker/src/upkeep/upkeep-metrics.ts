import { Counter, Gauge, type Registry } from 'prom-client';

/** What upkeep counts. */
export interface UpkeepMetrics {
  done(round: string, count: number): void;
  failed(round: string): void;
}

/** Rounds done and failed, what they did, and when each was done last. */
export const createUpkeepMetrics = (registry: Registry): UpkeepMetrics => {
  const registers = [registry];
  const rounds = new Counter({ name: 'curfew_upkeep_rounds_total', help: 'Rounds of upkeep, by result.', labelNames: ['round', 'result'], registers });
  const rows = new Counter({ name: 'curfew_upkeep_rows_total', help: 'Rows that rounds of upkeep have changed.', labelNames: ['round'], registers });
  const last = new Gauge({ name: 'curfew_upkeep_last_done_seconds', help: 'When a round was done last, in Unix time.', labelNames: ['round'], registers });
  return {
    done: (round, count) => {
      rounds.inc({ round, result: 'done' });
      rows.inc({ round }, count);
      last.setToCurrentTime({ round });
    },
    failed: (round) => rounds.inc({ round, result: 'failed' }),
  };
};
