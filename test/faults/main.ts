import { parseArgs } from 'node:util';
import type { Violation } from './checker.js';
import { mutants, tryMutant } from './mutants.js';
import { underPostgresFaults } from './postgres/befall.js';
import { runFaults } from './run-faults.js';
import { soak } from './soak/soak.js';
import { copiedTree } from './tree.js';

const HELP = `npm run faults -- [--minutes 5 | --faults 500] [--seed 1] | --postgres [--only disk] | --mutants | --soak [--minutes 30] [--sockets 2000] [--rate 50]

The whole Curfew, real processes and servers, under faults that the seed chooses. Prints each fault, then what was seen, then every promise that was broken.
--postgres: an asynchronous failover, a full disk (as root), a writing transaction of 30 s, a backup restored.
--mutants: builds with a rule taken out, each of which must be found out.
--soak: good weather for long: whether memory, handles and listeners stay flat, and the logs clean, while so many revocations a second end and replace so many sockets.
`;

const { values: asked } = parseArgs({
  options: {
    minutes: { type: 'string' },
    faults: { type: 'string' },
    seed: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    postgres: { type: 'boolean', default: false },
    only: { type: 'string' },
    soak: { type: 'boolean', default: false },
    sockets: { type: 'string', default: '2000' },
    rate: { type: 'string', default: '50' },
    help: { type: 'boolean', default: false },
  },
});

if (asked.help) tell(HELP);
else await main();

async function main(): Promise<void> {
  let failed = true;
  try {
    failed = !(await wanted());
  } catch (error) {
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await end(failed);
  }
  // Whatever a fault has left half open holds nobody up.
  process.exit(failed ? 1 : 0);
}

function wanted(): Promise<boolean> {
  if (asked.soak) return soak({ minutes: Number(asked.minutes ?? 30), sockets: Number(asked.sockets), perSecond: Number(asked.rate), tell });
  if (asked.mutants) return underMutants();
  return asked.postgres ? underPostgres() : underFaults();
}

async function underPostgres(): Promise<boolean> {
  const outcomes = await underPostgresFaults({ seed: seedOf(), root: await copiedTree(), only: asked.only, tell, end: () => end(false) });
  return judge(outcomes.flatMap(({ violations }) => violations));
}

function seedOf(): number {
  const seed = Number(asked.seed ?? Date.now() % 100_000);
  tell(`seed ${seed}`);
  return seed;
}

async function underFaults(): Promise<boolean> {
  const seed = seedOf();
  const minutes = Number(asked.minutes ?? (asked.faults === undefined ? 5 : Infinity));
  const { violations, counts } = await runFaults({ root: await copiedTree(), seed, minutes, faults: Number(asked.faults ?? Infinity), tell });
  for (const [what, count] of Object.entries(counts)) tell(`${String(count).padStart(8)}  ${what}`);
  return judge(violations, seed);
}

function judge(violations: readonly Violation[], seed?: number): boolean {
  for (const { rule, session, says, evidence } of violations) tell(`BROKEN ${rule} ${session}: ${says}\n${evidence.map((entry) => `    ${JSON.stringify(entry)}`).join('\n')}`);
  tell(violations.length === 0 ? 'every promise held' : `${violations.length} broken promises${seed === undefined ? '' : `; seed ${seed}`}`);
  return violations.length === 0;
}

async function underMutants(): Promise<boolean> {
  let survived = 0;
  for (const mutant of mutants) {
    const violations = await tryMutant(mutant);
    await end(false);
    if (violations.length === 0) survived += 1;
    const rules = [...new Set(violations.map(({ rule }) => rule))].join(', ');
    tell(`${violations.length === 0 ? 'SURVIVED' : 'caught'} ${mutant.name}${violations.length === 0 ? '' : `: ${violations.length} violations (${rules}), such as: ${violations[0]?.says}`}`);
  }
  return survived === 0;
}

/** What at-end.ts has gathered: jest runs it for the tests. */
async function end(failed: boolean): Promise<void> {
  const world = globalThis as { curfewEnds?: ((failed: boolean) => unknown)[] };
  for (let each = world.curfewEnds?.pop(); each; each = world.curfewEnds?.pop()) await each(failed);
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
