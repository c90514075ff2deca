import { Histogram, type Registry } from 'prom-client';

/** Which answers: a route as it is written, its method, and the status. */
interface Labels {
  readonly method: string;
  readonly route: string;
  readonly status: number;
}

/** The answers of one kind: how many took longer than the bound before, and not longer than this one; and how long all took together. */
interface Series {
  readonly labels: Labels;
  readonly counts: number[];
  sum: number;
}

interface Told {
  readonly name: string;
  readonly help: string;
  /** In seconds, the least first. */
  readonly bounds: readonly number[];
}

/**
 * How long answers took, as a histogram. To note one is to add to a number; by itself prom-client's would write a text of all labels for each and find
 * its place by that, which takes longer than to judge a session.
 */
export class Durations extends Histogram {
  private readonly byRoute = new Map<string, Series[]>();

  constructor(private readonly told: Told, registry: Registry) {
    super({ name: told.name, help: told.help, labelNames: ['method', 'route', 'status'], buckets: [...told.bounds], registers: [registry] });
  }

  note(labels: Labels, seconds: number): void {
    const { bounds } = this.told;
    const series = this.of(labels);
    let at = 0;
    while (at < bounds.length && seconds > (bounds[at] ?? 0)) at += 1;
    series.counts[at] = (series.counts[at] ?? 0) + 1;
    series.sum += seconds;
  }

  /** What the registry asks a histogram for when it writes; its `get` does too. */
  async getForPromString() {
    const { name, help } = this.told;
    return { name, help, type: 'histogram', aggregator: 'sum', values: [...this.byRoute.values()].flat().flatMap((series) => this.valuesOf(series)) };
  }

  private of({ method, route, status }: Labels): Series {
    const all = this.byRoute.get(route) ?? [];
    const found = all.find(({ labels }) => labels.method === method && labels.status === status);
    if (found !== undefined) return found;
    const made = { labels: { method, route, status }, counts: Array.from({ length: this.told.bounds.length + 1 }, () => 0), sum: 0 };
    this.byRoute.set(route, [...all, made]);
    return made;
  }

  private valuesOf({ labels: sharedLabels, counts, sum }: Series) {
    const { name, bounds } = this.told;
    let value = 0;
    const buckets = counts.map((count, at) => ({ metricName: `${name}_bucket`, labels: { le: bounds[at] ?? '+Inf' }, sharedLabels, value: (value += count) }));
    return [...buckets, { metricName: `${name}_sum`, labels: {}, sharedLabels, value: sum }, { metricName: `${name}_count`, labels: {}, sharedLabels, value }];
  }
}
