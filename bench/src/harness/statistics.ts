/** Rounds in one line: what lies in the middle, and from where to where they went. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The value below which this share lies (nearest rank: one that was measured). NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** p50, p99 and p99.9 at once, and the greatest. */
export function quantiles(values: readonly number[]): Readonly<Record<'p50' | 'p99' | 'p99.9' | 'max', number>> {
  return { p50: quantile(values, 0.5), p99: quantile(values, 0.99), 'p99.9': quantile(values, 0.999), max: quantile(values, 1) };
}

/** Between the two in the middle when there is an even number of them. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(at)] ?? Number.NaN) + (sorted[Math.ceil(at)] ?? Number.NaN)) / 2;
}

export function summary(values: readonly number[]): Summary {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** How many times the base, round by round. A difference that not all rounds agree on is none. */
export interface Ratio extends Summary {
  readonly differs: boolean;
}

export function ratio(values: readonly number[], base: readonly number[]): Ratio {
  const each = summary(values.map((value, round) => value / (base[round] ?? Number.NaN)));
  return { ...each, differs: each.min > 1 || each.max < 1 };
}

/** The exponent of y = a·xᵇ, by least squares of the logarithms: 1 grows with it, 0 stays. */
export function exponent(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const [meanX, meanY] = [mean(logs.map(([x]) => x)), mean(logs.map(([, y]) => y))];
  return sum(logs.map(([x, y]) => (x - meanX) * (y - meanY))) / sum(logs.map(([x]) => (x - meanX) ** 2));
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const mean = (values: readonly number[]): number => sum(values) / values.length;
