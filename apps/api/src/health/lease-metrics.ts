import { Gauge, type Registry } from 'prom-client';

/** What the api says of its lease when Prometheus asks. */
export interface LeaseStatus {
  readonly leaseMsLeft: number;
  readonly lagMs: number | null;
}

/** Gauges of the lease, under the gateway's names. `curfew_allows_when_stale` is 1 where ON_STALE=allow: without a lease it admits all the same. */
export const watchLease = (registry: Registry, status: () => LeaseStatus, allowWhenStale: boolean): void => {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({ name, help, registers: [registry], collect() { this.set(read()); } });
  };
  gauge('curfew_lease_seconds', 'How long this process may go on without the log; none left: it refuses everything.', () => status().leaseMsLeft / 1000);
  gauge('curfew_lag_seconds', 'Age of what is known for certain; -1 before the first poll.', () => {
    const { lagMs } = status();
    return lagMs === null ? -1 : lagMs / 1000;
  });
  gauge('curfew_allows_when_stale', 'Whether ON_STALE=allow: without a lease this process admits all the same.', () => (allowWhenStale ? 1 : 0));
};
