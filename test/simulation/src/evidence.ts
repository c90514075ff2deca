import { DIRECTED, type Directed } from './directed.js';
import type { Machine, Rules } from './rules.js';
import { run, type Ran } from './run.js';
import { Scene } from './scene.js';
import { Violation } from './types.js';

export type Caught = { readonly by: string; readonly violation: Violation };

/** Plays one directed schedule; answers the promise that it broke, if it did. */
export function play(directed: Directed, machine: Machine, rules: Rules): Violation | null {
  return broken(() => directed.play(new Scene(machine, rules)));
}

/** Runs one random schedule. */
export function tryRun(seed: number, machine: Machine, rules: Rules): Ran | Violation {
  let ran: Ran | null = null;
  const violation = broken(() => {
    ran = run(seed, machine, rules);
  });
  return violation ?? ran ?? new Violation('run', 'ended without a result');
}

/** The first directed schedule and the first seed that break a promise. Either may be missing, not both. */
export function hunt(machine: Machine, rules: Rules, seeds: number): { readonly directed: Caught | null; readonly random: Caught | null } {
  let directed: Caught | null = null;
  for (const schedule of DIRECTED) {
    const violation = play(schedule, machine, rules);
    if (violation === null) continue;
    directed = { by: schedule.name, violation };
    break;
  }
  for (let seed = 1; seed <= seeds; seed += 1) {
    const result = tryRun(seed, machine, rules);
    if (result instanceof Violation) return { directed, random: { by: `seed ${seed}`, violation: result } };
  }
  return { directed, random: null };
}

/** A mutant may also make the machine throw, or a script lose its way: that is found too. */
function broken(act: () => void): Violation | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Violation) return error;
    return new Violation('crash', error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error));
  }
}
