import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What a process that admits can say of the guarantee from inside, when Prometheus asks. Counts are since its start. */
export interface Keeping {
  readonly leaseMsLeft: number;
  readonly lagMs: number | null;
  readonly allowsWhenStale: boolean;
  readonly ready: boolean;
  readonly sessions: number;
  readonly readsInFlight: number;
  readonly polls: number;
  readonly pollsFailed: number;
  readonly loads: number;
  readonly loadsFailed: number;
  readonly resets: number;
  readonly lostByDoorbell: number;
  readonly staleRefusals: number;
  readonly confirmed: number;
  readonly unconfirmed: number;
  readonly redisConnected: boolean;
  readonly redisDropped: Readonly<Record<string, number>>;
  readonly publishFailures: number;
  readonly hits: number;
  readonly misses: number;
  readonly written: Readonly<Record<string, number>>;
}

/** Registers a metric for each promise and invariant that shows inside a process; docs/metrics.md says which is whose. */
export const watchGuarantee = (registry: Registry, keeping: () => Keeping): void => {
  const registers = [registry];
  const gauge = (name: string, help: string, read: (now: Keeping) => number): void => {
    new Gauge({ name, help, registers, collect() { this.set(read(keeping())); } });
  };
  const counter = (name: string, help: string, read: (now: Keeping) => number): void => {
    new Counter({ name, help, registers, collect() { this.reset(); this.inc(read(keeping())); } });
  };
  const counters = ({ name, help, label }: Labelled, read: (now: Keeping) => Readonly<Record<string, number>>): void => {
    new Counter({ name, help, labelNames: [label], registers, collect() {
      this.reset();
      for (const [value, count] of Object.entries(read(keeping()))) this.inc({ [label]: value }, count);
    } });
  };
  gauge('curfew_lease_seconds', 'How long this process may go on without the log; none left: it refuses everything.', ({ leaseMsLeft }) => leaseMsLeft / 1000);
  gauge('curfew_lag_seconds', 'Age of what is known for certain: since the last complete poll was sent; -1 before the first.', ({ lagMs }) => (lagMs === null ? -1 : lagMs / 1000));
  gauge('curfew_allows_when_stale', 'Whether ON_STALE=allow: without a lease this process admits all the same.', ({ allowsWhenStale }) => Number(allowsWhenStale));
  gauge('curfew_follows_log', 'Whether a poll is wholly applied since the start or the last reset.', ({ ready }) => Number(ready));
  gauge('curfew_sessions_known', 'Sessions that are admitted from memory.', ({ sessions }) => sessions);
  gauge('curfew_session_reads_in_flight', 'Reads of sessions under way: so long is kept what is heard meanwhile.', ({ readsInFlight }) => readsInFlight);
  counters({ name: 'curfew_polls_total', help: 'Polls of the log, page by page, by result.', label: 'result' }, ({ polls, pollsFailed }) => ({ answered: polls - pollsFailed, failed: pollsFailed }));
  counters({ name: 'curfew_session_reads_total', help: 'Reads of sessions from the primary, by result.', label: 'result' }, ({ loads, loadsFailed }) => ({ answered: loads - loadsFailed, failed: loadsFailed }));
  counters({ name: 'curfew_session_checks_total', help: 'Sessions that were asked about, by where the answer came from.', label: 'from' }, ({ hits, misses }) => ({ memory: hits, primary: misses }));
  counters({ name: 'curfew_events_written_total', help: 'Events that this process committed, by type.', label: 'type' }, ({ written }) => written);
  counters({ name: 'curfew_receipts_total', help: 'Receipts that were given, by whether they were confirmed.', label: 'confirmed' }, ({ confirmed, unconfirmed }) => ({ true: confirmed, false: unconfirmed }));
  counters({ name: 'curfew_redis_messages_dropped_total', help: 'Messages that were forged, not in order or too large, by fault.', label: 'fault' }, ({ redisDropped }) => redisDropped);
  counter('curfew_follower_resets_total', 'Times that everything in memory was read again: the log was trimmed, or is that of another database.', ({ resets }) => resets);
  counter('curfew_doorbell_losses_total', 'Events that the log brought before, or without, the doorbell.', ({ lostByDoorbell }) => lostByDoorbell);
  counter('curfew_stale_refusals_total', 'Sessions that were refused as it could not be known whether they are live.', ({ staleRefusals }) => staleRefusals);
  counter('curfew_redis_publish_failures_total', 'Messages that Redis did not take.', ({ publishFailures }) => publishFailures);
  gauge('curfew_redis_connected', 'Whether Redis takes and brings messages.', ({ redisConnected }) => Number(redisConnected));
};

/** Times how soon consumers know of what this process commits; the one who is told is a `Witness` of libs/sessions. */
export const timeReceipts = (registry: Registry): { acknowledged(ms: number): void; received(ms: number, confirmed: boolean): void } => {
  const registers = [registry];
  const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
  const acknowledged = new Histogram({ name: 'curfew_acknowledged_seconds', help: 'From the commit of an event by this process until a consumer had acknowledged it here.', buckets, registers });
  const received = new Histogram({ name: 'curfew_receipt_seconds', help: 'From the asking for a revocation until its receipt, by whether that was confirmed.', labelNames: ['confirmed'], buckets, registers });
  return {
    acknowledged: (ms) => acknowledged.observe(ms / 1000),
    received: (ms, confirmed) => received.observe({ confirmed: String(confirmed) }, ms / 1000),
  };
};

interface Labelled {
  readonly name: string;
  readonly help: string;
  readonly label: string;
}
