/** What a process held at a time (`at`: milliseconds). */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** A line through samples. */
export interface Slope {
  readonly mean: number;
  /** How much it grows from the first sample to the last, by the line. */
  readonly grown: number;
  /** The standard error of `grown`. */
  readonly error: number;
  readonly perHour: number;
}

/** The line of least squares; samples are at two times at least. Pure. */
export function slopeOf(samples: readonly Sample[]): Slope {
  const [at, mean] = [meanOf(samples.map((each) => each.at)), meanOf(samples.map(({ value }) => value))];
  const spread = samples.reduce((sum, each) => sum + (each.at - at) ** 2, 0);
  const slope = samples.reduce((sum, each) => sum + (each.at - at) * (each.value - mean), 0) / spread;
  const left = samples.reduce((sum, each) => sum + (each.value - mean - slope * (each.at - at)) ** 2, 0);
  const span = Math.max(...samples.map((each) => each.at)) - Math.min(...samples.map((each) => each.at));
  const error = samples.length > 2 ? Math.sqrt(left / (samples.length - 2) / spread) : Infinity;
  return { mean, grown: slope * span, error: error * span, perHour: slope * 3_600_000 };
}

/** Flat: growth that cannot be told from noise (two standard errors), or that is less than a twentieth of what is held, or than `atLeast`. */
export const isFlat = ({ mean, grown, error }: Slope, atLeast: number): boolean => grown - 2 * error <= 0 || grown <= Math.max(mean / 20, atLeast);

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
