import type { Consumer, Stats } from '@curfew/contracts';
import { countLiveSessions, countOnline, readHours, type Database } from '@curfew/persistence';

interface StatisticsParts {
  readonly database: Database;
  readonly consumers: () => Promise<readonly Consumer[]>;
  readonly leaseMs: number;
}

// Counting takes one twentieth of the time at most, however many sessions there are.
const share = 20;
const leastMs = 3_000;

/** What there is at a glance. Counted when somebody looks, by one process once, and kept for some seconds; longer where counting takes long. */
export class Statistics {
  private known: { readonly stats: Stats; readonly untilMs: number } | undefined;
  private counting: Promise<Stats> | undefined;

  constructor(private readonly parts: StatisticsParts) {}

  /** The counts as they were at `asOf`. */
  async read(): Promise<Stats> {
    if (this.known !== undefined && performance.now() < this.known.untilMs) return this.known.stats;
    return (this.counting ??= this.count().finally(() => {
      this.counting = undefined;
    }));
  }

  private async count(): Promise<Stats> {
    const { database, consumers, leaseMs } = this.parts;
    const started = performance.now();
    const asOf = new Date().toISOString();
    const [counts, online, byHour, all] = await Promise.all([countLiveSessions(database), countOnline(database), readHours(database), consumers()]);
    const stats: Stats = { asOf, ...mutable(counts), online, byHour: [...byHour], canary: canaryOf(all, leaseMs) };
    const now = performance.now();
    this.known = { stats, untilMs: now + Math.max(leastMs, share * (now - started)) };
    return stats;
  }
}

const mutable = ({ live, byDevice, byCountry, byBrowser }: Awaited<ReturnType<typeof countLiveSessions>>) => ({
  live,
  byDevice: [...byDevice],
  byCountry: [...byCountry],
  byBrowser: [...byBrowser],
});

/** The last canary over all consumers; one that did not know of it in time counts as a lease. */
export const canaryOf = (consumers: readonly Pick<Consumer, 'canary'>[], leaseMs: number): Stats['canary'] => {
  const flown = consumers.flatMap(({ canary }) => (canary === null ? [] : [canary]));
  const took = flown.map(({ tookMs }) => tookMs ?? leaseMs).toSorted((a, b) => a - b);
  const at = flown.map((canary) => canary.at).toSorted().at(-1);
  if (at === undefined) return null;
  const rank = (part: number): number => took[Math.ceil(part * took.length) - 1] ?? 0;
  return { at, latencyMs: rank(1), p50Ms: rank(0.5), p99Ms: rank(0.99) };
};
