import type { Bars, Lines } from './plot.js';

/** How much is to be measured, and where progress is told. */
export interface Plan {
  /** At least 5. */
  readonly rounds: number;
  /** An hour or two in all, instead of a quarter of an hour. */
  readonly full: boolean;
  /** As little as can be, to see that it works; nothing is written. */
  readonly smoke: boolean;
  tell(line: string): void;
}

/** One part of the bench: it sets up everything that it needs and leaves nothing. */
export interface Chapter {
  readonly title: string;
  measure(plan: Plan): Promise<Findings>;
}

/** What a chapter found, as plain data: written to results/<chapter>.json, and read again when the report is composed. */
export interface Findings {
  /** How it was set up and under which load, in a few sentences of Markdown. */
  readonly setUp: string;
  /** Name → version of everything that took part. */
  readonly versions: Readonly<Record<string, string>>;
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  readonly plots: readonly Plot[];
}

/** One comparison: a row a contender, a column a metric. */
export interface Table {
  readonly title: string;
  /** Column → its unit, in the order shown: `{ 'p50': 'ms', 'CPU': 'µs' }`. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
  /** The contender that the others are compared with, round by round. */
  readonly base?: string;
  readonly note?: string;
}

export interface Row {
  readonly name: string;
  /** Column → one value a round, the same rounds for every row. */
  readonly rounds: Readonly<Record<string, readonly number[]>>;
  readonly note?: string;
}

/** What was promised, what came, and where it is missed why. */
export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
  readonly why?: string;
}

/** Drawn to docs/benchmarks/<file>.svg. */
export type Plot = ({ readonly kind: 'bars'; readonly file: string } & Bars) | ({ readonly kind: 'lines'; readonly file: string } & Lines);

/** When, where and how something was measured. */
export interface Stamp {
  readonly chapter: string;
  readonly title: string;
  readonly date: string;
  readonly commit: string;
  readonly full: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly machine: string;
  /** Of one, five and fifteen minutes: what else the machine did. */
  readonly load: { readonly before: readonly number[]; readonly after: readonly number[] };
}

/** A file of results/. */
export type Result = Stamp & Findings;
