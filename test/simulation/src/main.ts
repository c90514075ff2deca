import { parseArgs } from 'node:util';

import { DIRECTED } from './directed.js';
import { hunt, play, tryRun, type Caught } from './evidence.js';
import { real, withMutant } from './machines.js';
import { MUTANTS } from './mutants.js';
import type { Ran } from './run.js';
import { RULES } from './rules.js';
import { traced } from './trace.js';
import { Violation } from './types.js';

const USAGE = `node test/simulation/run.js [--seeds N] [--from SEED]   the directed schedules, then N random ones (200)
node test/simulation/run.js --seed SEED              one random schedule again, with what led to its end
node test/simulation/run.js --only NAME              one directed schedule again, the same way
node test/simulation/run.js --mutants [--seeds N]    each rule removed in turn: something must fail
`;

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' }, mutants: { type: 'boolean' }, help: { type: 'boolean' } },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (values.help === true) say(USAGE);
else if (values.seed !== undefined) process.exitCode = replay(`seed ${values.seed}`, (machine) => tryRun(Number(values.seed), machine, RULES));
else if (values.only !== undefined) process.exitCode = replayDirected(values.only);
else if (values.mutants === true) process.exitCode = await removeEachRule(Number(values.seeds ?? 60));
else process.exitCode = simulate(Number(values.from ?? 1), Number(values.seeds ?? 200));

function simulate(from: number, seeds: number): number {
  const started = performance.now();
  let failed = 0;
  for (const directed of DIRECTED) {
    const violation = play(directed, real, RULES);
    if (violation !== null) failed += 1;
    say(`${violation === null ? 'holds ' : 'BROKEN'} ${directed.name.padEnd(4)} ${directed.title}${violation === null ? '' : `: ${violation.message}`}`);
  }
  const sum = { steps: 0, checks: 0, ended: 0, cuts: 0, confirmed: 0 };
  for (let seed = from; seed < from + seeds; seed += 1) {
    const result = tryRun(seed, real, RULES);
    if (!(result instanceof Violation)) add(sum, result);
    else {
      failed += 1;
      say(`BROKEN seed ${seed}: ${result.message}\n       replay it: node test/simulation/run.js --seed ${seed}`);
    }
  }
  const seconds = (performance.now() - started) / 1_000;
  say(`${DIRECTED.length} directed schedules and ${seeds} seeds from ${from}: ${failed === 0 ? 'all promises held' : `${failed} BROKEN`} in ${seconds.toFixed(1)} s`);
  say(`${sum.steps} steps of followers, ${sum.checks} admissions judged, ${sum.ended} sessions ended, ${sum.cuts} sockets cut, ${sum.confirmed} receipts confirmed`);
  return failed === 0 ? 0 : 1;
}

async function removeEachRule(seeds: number): Promise<number> {
  let survivors = 0;
  for (const mutant of MUTANTS) {
    const rules = mutant.without === undefined ? RULES : { ...RULES, [mutant.without]: false };
    const { directed, random } = await withMutant(mutant, (machine) => hunt(machine, rules, seeds));
    const caught = directed !== null || random !== null;
    if (!caught) survivors += 1;
    say(`${caught ? 'caught  ' : 'SURVIVED'} without: ${mutant.rule}`);
    for (const found of [directed, random]) if (found !== null) say(`           ${told(found)}`);
  }
  say(`${MUTANTS.length} mutants, ${MUTANTS.length - survivors} caught${survivors === 0 ? '' : `, ${survivors} SURVIVED`}`);
  return survivors === 0 ? 0 : 1;
}

function replayDirected(name: string): number {
  const directed = DIRECTED.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (directed === undefined) {
    say(`no directed schedule is called ${name}`);
    return 2;
  }
  return replay(`${directed.name}, ${directed.title}`, (machine) => play(directed, machine, RULES));
}

function replay(name: string, act: (machine: typeof real) => Ran | Violation | null): number {
  const { machine, lines } = traced(real);
  const result = act(machine);
  const isBroken = result instanceof Violation;
  for (const line of lines.slice(isBroken ? -80 : -20)) say(line);
  say(isBroken ? `BROKEN ${name}: ${result.message}` : `${name}: all promises held`);
  return isBroken ? 1 : 0;
}

function told({ by, violation }: Caught): string {
  return `by ${by}: ${violation.message.split('\n')[0] ?? ''}`;
}

function add(sum: { -readonly [K in keyof Ran]: Ran[K] }, ran: Ran): void {
  sum.steps += ran.steps;
  sum.checks += ran.checks;
  sum.ended += ran.ended;
  sum.cuts += ran.cuts;
  sum.confirmed += ran.confirmed;
}
