import { Counter, Gauge, type Registry } from 'prom-client';

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
  counters({ name: 'curfew_receipts_total', help: 'Receipts that were given, by whether they were confirmed.', label: 'confirmed' }, ({ confirmed, unconfirmed }) => ({ true: confirmed, false: unconfirmed }));
  counters({ name: 'curfew_redis_messages_dropped_total', help: 'Messages that were forged, not in order or too large, by fault.', label: 'fault' }, ({ redisDropped }) => redisDropped);
  counter('curfew_follower_resets_total', 'Times that everything in memory was read again: the log was trimmed, or is that of another database.', ({ resets }) => resets);
  counter('curfew_doorbell_losses_total', 'Events that the log brought before, or without, the doorbell.', ({ lostByDoorbell }) => lostByDoorbell);
  counter('curfew_stale_refusals_total', 'Sessions that were refused as it could not be known whether they are live.', ({ staleRefusals }) => staleRefusals);
  counter('curfew_redis_publish_failures_total', 'Messages that Redis did not take.', ({ publishFailures }) => publishFailures);
  gauge('curfew_redis_connected', 'Whether Redis takes and brings messages.', ({ redisConnected }) => Number(redisConnected));
};

interface Labelled {
  readonly name: string;
  readonly help: string;
  readonly label: string;
}
