import type { CanaryFlight } from '@curfew/sessions';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What canaries show. */
export interface CanaryMetrics {
  flown(flight: CanaryFlight): void;
  failed(): void;
}

/** How long consumers took to know of a canary's end, by kind; who was late; canaries that could not be flown; when the last one was. */
export const createCanaryMetrics = (registry: Registry): CanaryMetrics => {
  const registers = [registry];
  const seconds = new Histogram({
    name: 'curfew_canary_acknowledged_seconds',
    help: 'From the commit that ended a canary session until a consumer let nothing of it pass, by the kind of consumer.',
    labelNames: ['kind'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10],
    registers,
  });
  const late = new Counter({ name: 'curfew_canary_late_total', help: 'Consumers that did not know of a canary’s end within the bound, by kind.', labelNames: ['kind'], registers });
  const canaries = new Counter({ name: 'curfew_canaries_total', help: 'Canary sessions, by result: seen by all in time, late, or failed as the database could not be reached.', labelNames: ['result'], registers });
  const last = new Gauge({ name: 'curfew_canary_last_seconds', help: 'When a canary was seen by every consumer in time, the last time, in Unix time.', registers });
  return {
    flown: ({ sightings }) => {
      for (const { kind, tookMs } of sightings) {
        if (tookMs === null) late.inc({ kind });
        else seconds.observe({ kind }, tookMs / 1000);
      }
      const inTime = sightings.every(({ tookMs }) => tookMs !== null);
      canaries.inc({ result: inTime ? 'seen' : 'late' });
      if (inTime) last.setToCurrentTime();
    },
    failed: () => canaries.inc({ result: 'failed' }),
  };
};
