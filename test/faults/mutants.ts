import type { Violation } from './checker.js';
import { rules, runFaults } from './run-faults.js';
import { slowReads, type Plan } from './schedule.js';
import { copiedTree, type Edit } from './tree.js';

/** A build with a rule taken out, and the fault under which that must show. */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly plan: Plan;
}

const forMs = 3 * rules.leaseMs;
const wires = (...whose: readonly ('api-1' | 'api-2' | 'gateway-1' | 'gateway-2' | 'worker')[]) => whose.map((of) => ({ of, end: 'redis' as const }));

export const mutants: readonly Mutant[] = [
  {
    name: 'without the lease check',
    edits: [{ file: 'libs/follower/dist/state.js', from: 'state.lease !== null && leaseLeft(state, now) >= 0', to: 'state.lease !== null' }],
    plan: {
      name: 'api-1 and gateway-1 cut off',
      afterMs: 8_000,
      forMs: 4 * rules.leaseMs,
      act: { kind: 'weather', wires: [...wires('api-1', 'gateway-1'), { of: 'api-1', end: 'postgres' }, { of: 'gateway-1', end: 'postgres' }], weather: { kind: 'stall' } },
    },
  },
  {
    name: 'whose poll brings no events',
    edits: [{ file: 'libs/persistence/dist/stores/log.js', from: 'rows.flatMap(({ event }) => (event === null ? [] : [event]))', to: '[]' }],
    plan: { name: 'Redis stalls for all', afterMs: 6_000, forMs, act: { kind: 'weather', wires: wires('api-1', 'api-2', 'gateway-1', 'gateway-2', 'worker'), weather: { kind: 'stall' } } },
  },
  {
    name: 'where what is heard while a session is read counts for nothing',
    edits: [
      { file: 'libs/follower/dist/reading.js', from: 'state.heard.since(read.heard, session)', to: 'false' },
      { file: 'libs/follower/dist/reading.js', from: 'session === undefined || state.ended.has(session.id)', to: 'session === undefined' },
    ],
    plan: { name: 'slow reads', afterMs: 4_000, forMs: 2 * forMs, act: slowReads(['api-1', 'api-2', 'gateway-1', 'gateway-2'], 1_400) },
  },
];

/** What the checker finds of it: nothing would mean that the rule is not looked after. */
export async function tryMutant({ edits, plan }: Mutant): Promise<readonly Violation[]> {
  const { violations } = await runFaults({ seed: 1, people: 10, plans: [plan], root: await copiedTree(edits) });
  return violations;
}
