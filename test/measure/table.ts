/** One line of the table: what was measured, in milliseconds, and what is to be said about it. */
export interface Row {
  readonly what: string;
  readonly values: readonly number[];
  readonly note?: string;
}

export const heading = '| what | n | p50 | p99 | max | |\n|---|--:|--:|--:|--:|---|';

export const rowOf = ({ what, values, note = '' }: Row): string => {
  const sorted = values.toSorted((a, b) => a - b);
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => shown(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]));
  return `| ${what} | ${values.length} | ${p50} | ${p99} | ${max} | ${note} |`;
};

const shown = (value: number | undefined): string => {
  if (value === undefined) return '–';
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
};
