import type { Stats } from '@curfew/contracts';
import { countLiveSessions, countOnline, readCanaryStats, readHours, type Database } from '@curfew/persistence';

// Counting takes one twentieth of the time at most, however many sessions there are.
const share = 20;
const leastMs = 3_000;

/** What there is at a glance. Counted when somebody looks, by one process once, and kept for some seconds; longer where counting takes long. */
export class Statistics {
  private known: { readonly stats: Stats; readonly untilMs: number } | undefined;
  private counting: Promise<Stats> | undefined;

  constructor(private readonly database: Database) {}

  /** The counts as they were at `asOf`. */
  async read(): Promise<Stats> {
    if (this.known !== undefined && performance.now() < this.known.untilMs) return this.known.stats;
    return (this.counting ??= this.count().finally(() => {
      this.counting = undefined;
    }));
  }

  private async count(): Promise<Stats> {
    const { database } = this;
    const started = performance.now();
    const asOf = new Date().toISOString();
    const [counts, online, byHour, canary] = await Promise.all([countLiveSessions(database), countOnline(database), readHours(database), readCanaryStats(database)]);
    const stats: Stats = { asOf, ...mutable(counts), online, byHour: [...byHour], canary };
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
