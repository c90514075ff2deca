import type { Plan, Plot, Row } from '../../harness/findings.js';
import type { Lines } from '../../harness/plot.js';
import { interleaved } from '../../harness/interleaved.js';
import { exponent, median } from '../../harness/statistics.js';

/** The same at several sizes, in interleaved rounds: a row a size. */
export interface Curve {
  readonly sizes: readonly number[];
  readonly rows: readonly Row[];
}

export async function curveOf(plan: Plan, sizes: readonly number[], measure: (size: number) => Promise<Readonly<Record<string, number>>>): Promise<Curve> {
  const smallest = Math.min(...sizes);
  const rows = await interleaved(plan, sizes.map((size) => ({ name: told(size), setUp: async () => ({ measure: (round) => measure(round < 0 ? smallest : size) }) })));
  return { sizes, rows };
}

/** The median at each size. */
export const pointsOf = ({ sizes, rows }: Curve, column: string): readonly (readonly [number, number])[] =>
  sizes.map((size, index) => [size, median(rows[index]?.rounds[column] ?? [])] as const);

export const exponentOf = (curve: Curve, column: string): number => exponent(pointsOf(curve, column));

/** On axes that are each tenfold as long as the last: a straight line is a power, and its slope the exponent. */
export const plotOf = ({ x, y, ...given }: Omit<Lines, 'x' | 'y'> & { readonly file: string; readonly x: string; readonly y: string }): Plot => ({ kind: 'lines', ...given, x: { label: x, log: true }, y: { label: y, log: true } });

export const told = (count: number): string => count.toLocaleString('en');
