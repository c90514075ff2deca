/** Where a value stands between two ends in pixels, and the values at which an axis has its marks. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Ends of the values, and of the pixels that they are drawn on. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly pixels: readonly [number, number];
}

/** From zero or below to a round number above the largest. */
export const linear = ({ from, to, pixels: [first, last] }: Span): Scale => {
  const step = roundStep((Math.max(to, from + Number.EPSILON) - from) / 4);
  const [low, high] = [Math.floor(from / step) * step, Math.ceil(to / step) * step];
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, index) => low + index * step);
  return { ticks, at: (value) => first + ((value - low) / (high - low)) * (last - first) };
};

/** Each tenfold as long as the last. Values must be above zero. */
export const logarithmic = ({ from, to, pixels: [first, last] }: Span): Scale => {
  const [low, high] = [Math.log10(from), Math.log10(to)].map((value, index) => (index === 0 ? Math.floor(value + 1e-9) : Math.ceil(value - 1e-9))) as [number, number];
  const top = Math.max(high, low + 1);
  const ticks = Array.from({ length: top - low + 1 }, (_, index) => 10 ** (low + index));
  return { ticks, at: (value) => first + ((Math.log10(value) - low) / (top - low)) * (last - first) };
};

/** 1500 → 1.5k: short enough for an axis. */
export const short = (value: number): string => {
  const size = Math.abs(value);
  if (size >= 1e6) return `${rounded(value / 1e6)}M`;
  if (size >= 1e3) return `${rounded(value / 1e3)}k`;
  return rounded(value);
};

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

const roundStep = (rough: number): number => {
  const tenth = 10 ** Math.floor(Math.log10(rough));
  return tenth * ([1, 2, 2.5, 5].find((each) => each * tenth >= rough * 0.999) ?? 10);
};
