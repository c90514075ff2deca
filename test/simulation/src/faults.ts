import type { Stored } from './database.js';
import type { Node } from './node.js';
import type { Network } from './ports.js';
import type { Random } from './random.js';
import { LEASE } from './rules.js';
import { FAULTS, type Fault } from './weather.js';
import type { World } from './world.js';

type Later = (undo: () => void) => void;

/** Everything that breaks, in one run. */
export class Faults {
  readonly #random: Random;
  readonly #network: Network;
  readonly #world: World;
  #standby: Stored;
  #backup: Stored;
  #failovers = 0;

  constructor(
    parts: { readonly random: Random; readonly network: Network; readonly world: World },
    private readonly restart: (node: Node) => void,
  ) {
    this.#random = parts.random;
    this.#network = parts.network;
    this.#world = parts.world;
    this.#standby = this.#world.primary.copy();
    this.#backup = this.#world.primary.copy();
  }

  /** What a standby has received, and what the last backup holds. */
  replicate(): void {
    if (this.#random.chance(0.5)) this.#standby = this.#world.primary.copy();
    if (this.#random.chance(0.1)) this.#backup = this.#world.primary.copy();
  }

  /** Perhaps something breaks. */
  maybe(): void {
    const random = this.#random;
    const { faults } = this.#network.weather;
    let dice = random.next() * Math.max(12, FAULTS.reduce((sum, fault) => sum + faults[fault], 0));
    for (const fault of FAULTS) {
      dice -= faults[fault];
      if (dice < 0) return this.#strike(fault, random.pick(this.#world.nodes));
    }
  }

  #strike(fault: Fault, node: Node): void {
    const random = this.#random;
    const lasts = random.chance(0.5) ? random.between(20, 400) : random.between(400, 3 * LEASE);
    this.#strikes[fault](node, (undo) => this.#world.agenda.after(lasts, undo));
  }

  #trim(): void {
    const random = this.#random;
    const { primary, rules } = this.#world;
    const bound = random.between(primary.stored.lowWater, primary.snapshot().xmin);
    const first = rules.markBeforeDrop ? (): void => primary.mark(bound) : (): void => primary.drop(bound);
    const second = rules.markBeforeDrop ? (): void => primary.drop(bound) : (): void => primary.mark(bound);
    first();
    this.#world.agenda.after(random.between(0, 60), second);
  }

  #failOver(): void {
    const random = this.#random;
    const world = this.#world;
    if (this.#failovers++ > 1) return;
    const { failover } = this.#network.weather;
    const old = world.primary;
    if (failover === 'restore') {
      world.restore(structuredClone(this.#backup));
      this.#backup = world.primary.copy();
    } else world.failOver(failover === 'asynchronous' ? structuredClone(this.#standby) : old.copy());
    this.#standby = world.primary.copy();
    if (failover !== 'synchronous') return;
    // The deposed primary lives on for those whose connections still lead there.
    for (const node of world.nodes) {
      if (random.chance(0.4)) continue;
      this.#network.attached.set(node, old);
      if (random.chance(0.5)) this.#network.split.add(node);
      this.#world.agenda.after(random.between(10, 3 * LEASE), () => {
        this.#network.attached.delete(node);
        this.#network.split.delete(node);
      });
    }
  }

  /** One of two nodes has a bad wall clock, the others may be suspended: a machine with both is outside G3. */
  readonly #strikes: Readonly<Record<Fault, (node: Node, later: Later) => void>> = {
    stop: (node, later) => {
      node.stop('stopped');
      later(() => node.wake());
    },
    suspend: (node, later) => {
      if (hasBadClock(node)) return;
      node.stop('suspended');
      later(() => node.wake());
    },
    restart: (node) => this.restart(node),
    'cut-off': (node, later) => {
      this.#network.cutOff.add(node);
      later(() => this.#network.cutOff.delete(node));
    },
    'redis-down': (_node, later) => {
      this.#network.redisDown = true;
      later(() => (this.#network.redisDown = false));
    },
    'database-down': (_node, later) => {
      this.#network.databaseDown = true;
      later(() => (this.#network.databaseDown = false));
    },
    trim: () => this.#trim(),
    'set-wall': (node) => {
      if (hasBadClock(node)) node.clock.setWall(this.#random.between(-2 * LEASE, 2 * LEASE));
    },
    failover: () => this.#failOver(),
    background: (_node, later) => {
      const { primary } = this.#world;
      const { xid } = primary.begin();
      later(() => primary.rollBack(xid));
    },
  };
}

const hasBadClock = (node: Node): boolean => node.told.name.endsWith('1') || node.told.name.endsWith('2');
