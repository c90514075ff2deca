import type { Plan, Row } from './findings.js';

/** Someone who is measured. Everything that it starts, it ends. */
export interface Contender {
  readonly name: string;
  setUp(): Promise<Prepared>;
}

export interface Prepared {
  /** One round: column → value. The first call is the warm-up, and is thrown away. */
  measure(round: number): Promise<Readonly<Record<string, number>>>;
  tearDown?(): Promise<void>;
}

/**
 * Measures all of them in every round, so that what the machine does besides meets all alike; the order goes round, so that none is always first.
 * Answers one row a contender, in the order given.
 */
export async function interleaved({ rounds, tell }: Plan, contenders: readonly Contender[]): Promise<readonly Row[]> {
  const ready: { readonly name: string; readonly prepared: Prepared; readonly rounds: Record<string, number[]> }[] = [];
  try {
    for (const { name, setUp } of contenders) ready.push({ name, prepared: await setUp(), rounds: {} });
    for (const { name, prepared } of ready) {
      tell(`  warm-up: ${name}`);
      await prepared.measure(-1);
    }
    for (let round = 0; round < rounds; round += 1) {
      const first = round % ready.length;
      for (const contender of [...ready.slice(first), ...ready.slice(0, first)]) {
        const found = await contender.prepared.measure(round);
        keep(contender.rounds, found);
        tell(`  round ${round + 1}/${rounds}: ${contender.name}: ${told(found)}`);
      }
    }
  } finally {
    for (const { prepared } of ready.toReversed()) await prepared.tearDown?.();
  }
  return ready.map(({ name, rounds: found }) => ({ name, rounds: found }));
}

function keep(rounds: Record<string, number[]>, found: Readonly<Record<string, number>>): void {
  for (const [column, value] of Object.entries(found)) (rounds[column] ??= []).push(value);
}

const told = (found: Readonly<Record<string, number>>): string =>
  Object.entries(found)
    .map(([column, value]) => `${column} ${value.toPrecision(4)}`)
    .join(', ');
