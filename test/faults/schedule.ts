import type { Random } from './random.js';
import type { Weather } from './wire.js';

export const consumers = ['api-1', 'api-2', 'gateway-1', 'gateway-2', 'worker'] as const;
export type Consumer = (typeof consumers)[number];
export type Inhabitant = Consumer | 'postgres' | 'redis';
/** `front`: between the clients and a process. */
export type End = 'postgres' | 'redis' | 'front';

/** A fault to come: what, to whom, after which pause, for how long (milliseconds). */
export interface Plan {
  readonly name: string;
  readonly afterMs: number;
  readonly forMs: number;
  readonly act: Act;
}

export type Act =
  | { readonly kind: 'kill' | 'freeze'; readonly who: Inhabitant }
  | { readonly kind: 'cut' | 'silence'; readonly wires: readonly WireName[] }
  | { readonly kind: 'weather'; readonly wires: readonly WireName[]; readonly weather: Weather };

export interface WireName {
  readonly of: Consumer;
  readonly end: End;
}

/** Faults without end, the same for the same seed: each round brings every kind of it once, in another order, to others. */
export function* schedule(random: Random, leaseMs: number): Generator<Plan, never> {
  for (;;) for (const kind of random.shuffled(kinds)) yield plan(kind, random, leaseMs);
}

/** Whom it keeps from the log, or may keep. */
export function cutOff({ act }: Plan): readonly string[] {
  if ('who' in act) return act.who === 'postgres' ? consumers : [act.who];
  return act.wires.filter(({ end }) => end === 'postgres').map(({ of }) => of);
}

type Kind = (random: Random, leaseMs: number) => { readonly name: string; readonly leases: readonly [number, number]; readonly act: Act };

function plan(kind: Kind, random: Random, leaseMs: number): Plan {
  const { name, leases, act } = kind(random, leaseMs);
  return { name, act, afterMs: Math.round(random.between(500, 2_000)), forMs: Math.round(random.between(...leases) * leaseMs) };
}

const admitting = consumers.filter((name) => name !== 'worker');
const short = [0.2, 0.9] as const;
const long = [1.2, 1.8] as const;

const upon = (kind: 'kill' | 'freeze', who: (random: Random) => Inhabitant, leases: readonly [number, number] = short): Kind => (random) => {
  const named = who(random);
  return { name: `${kind} ${named}`, leases, act: { kind, who: named } };
};

const along = (weather: Weather, end: End, leases: readonly [number, number] = short): Kind => (random) => {
  const of = end === 'front' ? random.of(admitting) : random.of(consumers);
  return { name: `${weather.kind} ${of} – ${end}`, leases, act: { kind: 'weather', wires: [{ of, end }], weather } };
};

const once = (kind: 'cut' | 'silence', end: End): Kind => (random) => {
  const of = end === 'front' ? random.of(admitting) : random.of(consumers);
  return { name: `${kind} ${of} – ${end}`, leases: [0, 0], act: { kind, wires: [{ of, end }] } };
};

const partition = (weather: Weather, leases: readonly [number, number]): Kind => (random) => {
  const of = random.of(admitting);
  return { name: `${weather.kind} ${of} from everything`, leases, act: { kind: 'weather', wires: [{ of, end: 'postgres' }, { of, end: 'redis' }], weather } };
};

const withoutRedis: Kind = () => ({ name: 'redis stalls for all', leases: [0.5, 1.5], act: { kind: 'weather', wires: consumers.map((of) => ({ of, end: 'redis' as const })), weather: { kind: 'stall' } } });

/** Reads that admit are answered late, while polls are not: what is heard meanwhile must count. */
export const slowReads = (whose: readonly Consumer[], ms: number): Act => ({ kind: 'weather', wires: whose.map((of) => ({ of, end: 'postgres' as const })), weather: { kind: 'slow-answers', match: 's.token_hash = any', ms } });

const kinds: readonly Kind[] = [
  upon('kill', (random) => random.of(['api-1', 'api-2'] as const)),
  upon('kill', (random) => random.of(['gateway-1', 'gateway-2'] as const)),
  upon('kill', () => 'worker'),
  upon('kill', () => 'postgres', [0.1, 0.5]),
  upon('kill', () => 'redis'),
  upon('freeze', (random) => random.of(['api-1', 'api-2'] as const), [0.5, 1.6]),
  upon('freeze', (random) => random.of(['gateway-1', 'gateway-2'] as const), [0.5, 1.6]),
  upon('freeze', () => 'worker'),
  upon('freeze', () => 'postgres', [0.3, 1.3]),
  upon('freeze', () => 'redis', [0.3, 1.3]),
  partition({ kind: 'stall' }, long),
  partition({ kind: 'refuse' }, long),
  withoutRedis,
  along({ kind: 'delay', ms: 60 }, 'postgres'),
  along({ kind: 'drip', bytes: 700, ms: 4 }, 'postgres'),
  along({ kind: 'stall' }, 'front'),
  once('cut', 'postgres'),
  once('cut', 'front'),
  once('silence', 'redis'),
  (random) => {
    const of = random.of(admitting);
    return { name: `slow reads of ${of}`, leases: [0.5, 1.2], act: slowReads([of], 900) };
  },
  once('silence', 'postgres'),
  along({ kind: 'stall' }, 'postgres', [0.3, 1.5]),
];
