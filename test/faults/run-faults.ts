import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { call } from './calls.js';
import { violationsIn, type Bounds, type Violation } from './checker.js';
import { Fleet } from './fleet.js';
import type { Entry } from './history.js';
import { Random } from './random.js';
import { consumers, cutOff, schedule, type Plan } from './schedule.js';
import { town, type Town, type TownOptions } from './town.js';

export interface RunOptions extends LifeOptions {
  /** Ends after so many faults, or minutes. */
  readonly faults?: number;
  readonly minutes?: number;
  /** These instead of those of the seed. */
  readonly plans?: Iterable<Plan>;
}

export interface LifeOptions extends TownOptions {
  readonly seed: number;
  readonly people?: number;
  readonly tell?: (line: string) => void;
}

/** Where faults happen. */
export interface Scene {
  readonly place: Town;
  readonly fleet: Fleet;
  readonly history: Entry[];
  readonly random: Random;
}

export interface Outcome {
  readonly violations: readonly Violation[];
  readonly history: readonly Entry[];
  /** How many of each kind of entry, and of what else is worth a line. */
  readonly counts: Readonly<Record<string, number>>;
}

export const rules = { leaseMs: 2_500, pollIntervalMs: 350 };

/** What the rules say of how late an ended session may be admitted: a page of a poll is given up after a third of the lease. */
export const bounds: Bounds = { leaseMs: rules.leaseMs, logMs: rules.pollIntervalMs + rules.leaseMs / 3 };

/** Lets a fleet live in a town full of faults, and reads the history. */
export function runFaults({ faults = Infinity, minutes = Infinity, plans, ...options }: RunOptions): Promise<Outcome> {
  return judged(options, ({ place, history, random }) => inflictAll({ place, history, plans: plans ?? schedule(random, rules.leaseMs), faults, minutes, tell: options.tell ?? (() => undefined) }));
}

/** Lets a fleet live while `befall` does what it does, and tells how many faults that were; heals all, asks everyone about everything once more, and reads the history. */
export async function judged({ seed, people = 5, ...options }: LifeOptions, befall: (scene: Scene) => Promise<number>): Promise<Outcome> {
  const random = new Random(seed);
  const place = await town({ ...options, env: { LEASE: `${rules.leaseMs}ms`, POLL_INTERVAL: `${rules.pollIntervalMs}ms`, CONFIRM_WAIT: '500ms', ...options.env } });
  const history: Entry[] = [];
  // What clients choose is of another sequence than the faults: how much they get done is not the same twice.
  const fleet = new Fleet(place, history, new Random(seed ^ 0x5eed), 3 * rules.leaseMs);
  const stopWatching = watchStalls(history);
  try {
    await fleet.start({ people, askers: 10, listeners: 10 });
    const begun = await befall({ place, fleet, history, random });
    await healed(place);
    await fleet.stop();
    await pause(rules.leaseMs);
    const { clients } = fleet;
    await fleet.askEverywhere([...clients.filter(({ state }) => state === 'live').slice(-30), ...clients.filter(({ state }) => state === 'ended').slice(-40)]);
    return { violations: violationsIn(history, bounds), history, counts: countsOf(history, begun) };
  } finally {
    stopWatching();
    await fleet.stop();
  }
}

interface Inflicting {
  readonly place: Town;
  readonly history: Entry[];
  readonly plans: Iterable<Plan>;
  readonly faults: number;
  readonly minutes: number;
  readonly tell: (line: string) => void;
}

/** At most three at once, and nobody is hit twice at the same time. Resolves when all are over, with how many there were. */
async function inflictAll({ place, history, plans, faults, minutes, tell }: Inflicting): Promise<number> {
  const since = performance.now();
  const until = since + minutes * 60_000;
  const active = new Map<string, Promise<void>>();
  let begun = 0;
  for (const plan of plans) {
    if (begun >= faults || performance.now() > until) break;
    await pause(plan.afterMs);
    while (active.size >= 3 || [...active.keys()].some((busy) => touches(plan, busy))) await Promise.race(active.values());
    begun += 1;
    tell(`${String(begun).padStart(4)}  ${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${plan.name}${plan.forMs > 0 ? ` for ${plan.forMs} ms` : ''}`);
    const key = whom(plan).join(' ');
    active.set(key, inflict(place, plan, history).finally(() => active.delete(key)));
  }
  await Promise.all(active.values());
  return begun;
}

const whom = ({ act }: Plan): readonly string[] => ('who' in act ? [act.who] : act.wires.map(({ of, end }) => `${of}/${end}`));

// A process that is being started again is left alone by what touches its wires, and the other way round.
const touches = (plan: Plan, busy: string): boolean => {
  const parts = new Set(busy.split(' ').map((each) => each.split('/')[0]));
  return whom(plan).some((each) => parts.has(each.split('/')[0]));
};

async function inflict(place: Town, plan: Plan, history: Entry[]): Promise<void> {
  const { act, forMs, name } = plan;
  const from = performance.now();
  if ('who' in act) await (act.kind === 'kill' ? place.restart(act.who, forMs) : place.pauseOf(act.who, forMs));
  else {
    const wires = act.wires.map((which) => place.wire(which));
    for (const wire of wires) {
      if (act.kind === 'weather') wire.turn(act.weather);
      else if (act.kind === 'cut') wire.cut();
      else wire.silence();
    }
    await pause(forMs);
    if (act.kind === 'weather') for (const wire of wires) wire.turn({ kind: 'fair' });
  }
  history.push({ kind: 'fault', name, log: cutOff(plan), from, to: performance.now() });
}

async function healed(place: Town): Promise<void> {
  for (const name of consumers) {
    if (name === 'worker') continue;
    await eventually(async () => {
      const ready = await call(place.url(name), 'GET /health/ready', { withinMs: 2_000 });
      if (ready?.status !== 200) throw new Error(`${name} does not recover: ${JSON.stringify(ready?.body)}`);
      return true;
    }, 60_000);
  }
}

const TICK = 50;

function watchStalls(history: Entry[]): () => void {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - last > 2 * TICK) history.push({ kind: 'stall', from: last, to: now });
    last = now;
  }, TICK);
  return () => clearInterval(timer);
}

function countsOf(history: readonly Entry[], faults: number): Readonly<Record<string, number>> {
  const count = (of: (entry: Entry) => boolean): number => history.filter(of).length;
  return {
    faults,
    sessions: count(({ kind }) => kind === 'opened'),
    'requests admitted': count((entry) => entry.kind === 'admitted' && entry.via === 'request'),
    'handshakes admitted': count((entry) => entry.kind === 'admitted' && entry.via === 'handshake'),
    'packets delivered': count((entry) => entry.kind === 'admitted' && entry.via === 'packet'),
    refusals: count(({ kind }) => kind === 'refused'),
    'ends answered': count((entry) => entry.kind === 'asked-to-end' && entry.answered !== null),
    'ends not answered': count((entry) => entry.kind === 'asked-to-end' && entry.answered === null),
    'ends confirmed': count(({ kind }) => kind === 'confirmed'),
  };
}
