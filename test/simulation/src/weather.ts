import type { Random } from './random.js';

/** How bad things are in one run: probabilities, and how long things take, in milliseconds. */
export type Weather = {
  readonly name: 'healthy' | 'redis-lost' | 'storm';
  readonly doorbell: { readonly loss: number; readonly double: number; readonly late: number };
  /** Between a guard and its api. */
  readonly stream: { readonly cut: number; readonly late: number };
  readonly slowPoll: number;
  readonly slowLoad: number;
  readonly failing: number;
  readonly longTransaction: number;
  /** How often a process is stopped, suspended, restarted or cut off, the log trimmed, or the wall clock set: weights. */
  readonly faults: Readonly<Record<Fault, number>>;
  readonly failover: 'none' | 'synchronous' | 'asynchronous' | 'restore';
  readonly pageSize: number;
  readonly clockSpread: number;
};

export const FAULTS = ['stop', 'suspend', 'restart', 'cut-off', 'redis-down', 'database-down', 'trim', 'set-wall', 'failover', 'background'] as const;
export type Fault = (typeof FAULTS)[number];

const NONE: Weather['faults'] = { stop: 0, suspend: 0, restart: 0, 'cut-off': 0, 'redis-down': 0, 'database-down': 0, trim: 0, 'set-wall': 0, failover: 0, background: 1 };
const CALM: Weather = {
  name: 'healthy',
  doorbell: { loss: 0, double: 0.1, late: 0 },
  stream: { cut: 0, late: 0 },
  slowPoll: 0,
  slowLoad: 0,
  failing: 0,
  longTransaction: 0.1,
  faults: NONE,
  failover: 'none',
  pageSize: 100,
  clockSpread: 0.05,
};

/** A tenth of the runs each is healthy, or lost Redis alone: there more is promised than a lease. */
export function weatherOf(random: Random): Weather {
  const dice = random.next();
  if (dice < 0.1) return CALM;
  if (dice < 0.2) return { ...CALM, name: 'redis-lost', doorbell: { loss: 1, double: 0, late: 0 } };
  const strength = (...of: readonly number[]): number => random.pick(of);
  const failover = random.pick(['none', 'none', 'synchronous', 'asynchronous', 'restore'] as const);
  return {
    name: 'storm',
    doorbell: { loss: strength(0, 0.2, 0.6, 1), double: strength(0, 0.3), late: strength(0, 0.1, 0.4) },
    stream: { cut: strength(0, 0.05, 0.4), late: strength(0, 0.1, 0.3) },
    slowPoll: strength(0, 0.1, 0.4),
    slowLoad: strength(0, 0.2, 0.6),
    failing: strength(0, 0, 0.1, 0.3),
    longTransaction: strength(0, 0.1, 0.5),
    faults: {
      stop: strength(0, 1, 3),
      suspend: strength(0, 1, 2),
      restart: strength(0, 1, 2),
      'cut-off': strength(0, 1, 4),
      'redis-down': strength(0, 1),
      'database-down': strength(0, 0, 1),
      trim: strength(0, 1, 3),
      'set-wall': strength(0, 1),
      failover: failover === 'none' ? 0 : 2,
      background: 1,
    },
    failover,
    pageSize: random.pick([1, 2, 3, 100]),
    clockSpread: 0.05,
  };
}
