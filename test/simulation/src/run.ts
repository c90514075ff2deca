import { revoke, revokeEveryone, revokeUser, update } from './changes.js';
import { writeActivity, type Change, type Committed } from './database.js';
import { mustBeConfirmed, mustHaveConverged } from './convergence.js';
import { Faults } from './faults.js';
import type { Node } from './node.js';
import { Network } from './ports.js';
import { Random } from './random.js';
import { Receipts } from './receipts.js';
import { BATCH_TIME, LEASE, POLL_INTERVAL, type Machine, type Rules } from './rules.js';
import { weatherOf } from './weather.js';
import { World } from './world.js';

const DURATION = 6 * LEASE;
const SETTLING = 4 * LEASE;
const USERS = ['ada', 'bob', 'eve'];

export type Ran = { readonly steps: number; readonly checks: number; readonly ended: number; readonly cuts: number; readonly confirmed: number };

/** One random schedule from a seed. Throws a Violation when a promise is broken. */
export function run(seed: number, machine: Machine, rules: Rules): Ran {
  const schedule = new Schedule(seed, machine, rules);
  return schedule.run();
}

class Schedule {
  readonly #random: Random;
  readonly #network: Network;
  readonly #world: World;
  #sockets = 0;
  readonly #faults: Faults;

  constructor(seed: number, machine: Machine, rules: Rules) {
    this.#random = new Random(seed);
    const weather = weatherOf(this.#random);
    this.#network = new Network(this.#random, weather, () => this.#world);
    this.#world = new World(machine, rules, this.#network);
    for (const userId of USERS) for (let each = 0; each < 3; each += 1) this.#world.open(userId);
    this.#faults = new Faults({ random: this.#random, network: this.#network, world: this.#world }, (node) => this.#restart(node));
  }

  run(): Ran {
    const world = this.#world;
    this.#open();
    this.#until(DURATION);
    this.#calm();
    this.#until(DURATION + SETTLING);
    const receipts = [...this.#network.receipts.values()];
    mustHaveConverged(world);
    mustBeConfirmed(world, receipts, this.#network.weather);
    return { steps: world.steps, checks: world.oracle.checks, ended: world.oracle.everEnded.size, cuts: world.cuts, confirmed: receipts.reduce((sum, { took }) => sum + took.length, 0) };
  }

  #until(time: number): void {
    while (this.#world.agenda.next(time)) {
      // Each thing that is due checks what it changed.
    }
  }

  #open(): void {
    const random = this.#random;
    const world = this.#world;
    const { weather } = this.#network;
    if (weather.name !== 'storm') world.oracle.bound = weather.name === 'healthy' ? { ms: 30, promise: 'G1' } : { ms: 2.5 * POLL_INTERVAL, promise: 'G2' };
    const rate = (): number => random.pick([1 - weather.clockSpread, 1, 1 + weather.clockSpread]);
    const kinds = ['api', 'api', 'gateway', random.pick(['gateway', 'guard'] as const), 'guard'] as const;
    for (const [index, kind] of kinds.entries()) {
      const leaseMs = kind === 'guard' ? random.pick([LEASE, 0.6 * LEASE]) : LEASE;
      const allowsWhenStale = weather.name === 'storm' && random.chance(0.03);
      // Guards are replicas of one app: all they are told is the same.
      const node = world.addNode(kind === 'guard' ? kind : `${kind}${index}`, kind, { rate: rate(), leaseMs, allowsWhenStale, capacity: random.pick([3, 1_000]) });
      if (kind === 'api') this.#network.receipts.set(node, new Receipts(node));
      this.#start(node);
    }
    this.#repeat(() => random.between(5, 25), () => { for (const node of world.nodes) world.oracle.check(node); });
    // By then guards have their streams: what a healthy system promises, it promises from there on.
    this.#later(POLL_INTERVAL, () => this.#repeat(() => random.between(5, 40), () => this.#act()));
    this.#repeat(() => random.between(50, 500), () => { if (!this.#network.calm) this.#faults.maybe(); });
    this.#repeat(() => BATCH_TIME, () => this.#replicate());
  }

  #start(node: Node): void {
    const { incarnation } = node;
    const again = (): void => this.#later(POLL_INTERVAL / node.clock.rate, () => {
      if (node.incarnation !== incarnation) return;
      node.reach(() => {
        node.take({ kind: 'tick' });
        this.#readRows(node);
        again();
      });
    });
    node.take({ kind: 'poll' });
    if (node.told.kind === 'guard') this.#network.chain.begin(node);
    again();
  }

  /** What users and administrators do. */
  #act(): void {
    const random = this.#random;
    const world = this.#world;
    const node = random.pick(world.nodes);
    const id = random.pick(world.sessions.slice(-14));
    const dice = random.next();
    if (dice < 0.5) node.reach(() => node.ask(id));
    else if (dice < 0.68) node.reach(() => node.ask(id, `socket${++this.#sockets}`));
    else if (dice < 0.74) this.#disconnect(node);
    else if (dice < 0.8 && !this.#network.calm) world.open(random.pick(USERS));
    else if (dice < 0.84) this.#transact(update(id));
    else if (!this.#network.calm) this.#revoke(id);
  }

  #revoke(id: string): void {
    const random = this.#random;
    const { sessions } = this.#world;
    const dice = random.next();
    if (dice < 0.5) this.#transact(revoke(id));
    else if (dice < 0.8) {
      const user = random.pick(USERS);
      const own = sessions.filter((other) => this.#world.primary.stored.sessions.get(other)?.userId === user);
      const spared = (): string | null => (random.chance(0.6) && own.length > 0 ? random.pick(own.slice(-4)) : null);
      this.#transact(revokeUser(user, spared()));
      if (random.chance(0.3)) this.#transact(revokeUser(user, spared()));
    } else if (dice < 0.83) this.#transact(revokeEveryone(random.chance(0.5) ? id : null));
  }

  #disconnect(node: Node): void {
    const [socketId] = node.sockets.keys();
    if (socketId !== undefined) node.reach(() => node.disconnect(socketId));
  }

  /** An api runs a transaction, applies its event itself, rings, and works on the receipt. */
  #transact(change: Change): void {
    const random = this.#random;
    const network = this.#network;
    const world = this.#world;
    const api = random.pick([...network.receipts.keys()]);
    const database = world.primary;
    if (!api.isAwake || network.oldestOf(api) !== database) return;
    const transaction = database.begin();
    const held = random.chance(network.weather.longTransaction) ? random.between(20, 600) : random.between(0, 3);
    const { incarnation } = api;
    this.#later(held, () => {
      if (world.primary !== database) return;
      const committed = world.commit(transaction, change);
      if (committed === null) return;
      this.#later(random.between(0, 3), () => api.reach(() => this.#tell(api, committed), incarnation));
    });
  }

  #tell(api: Node, { entry, at }: Committed): void {
    api.hear(entry.event, 'own');
    this.#network.ring(api, entry.event);
    // These end nothing: nobody acknowledges them, and no receipt is of them alone.
    if (['session-created', 'session-updated', 'password-changed'].includes(entry.event.type)) return;
    this.#network.receipts.get(api)?.begin(entry, at);
    this.#readRows(api);
    // What processes acknowledge, and what guards do, who are told by an api and tell one.
    for (const ms of [12, 30]) this.#later(ms, () => api.reach(() => this.#readRows(api)));
  }

  #readRows(node: Node): void {
    const network = this.#network;
    const receipts = network.receipts.get(node);
    if (receipts === undefined) return;
    const { incarnation } = node;
    this.#later(this.#random.between(1, 5), () => {
      const database = network.oldestOf(node);
      if (database === null) return;
      const rows = receipts.read(database);
      this.#later(this.#random.between(1, 5), () => node.reach(() => {
        if (receipts.take(rows) && !database.deposed) database.stored.settled = rows.source;
      }, incarnation));
    });
  }

  #replicate(): void {
    const random = this.#random;
    const world = this.#world;
    this.#faults.replicate();
    // Activity reaches the database in batches, and sometimes late.
    for (const [id, deadline] of world.oracle.deadlines) {
      if (random.chance(0.3)) this.#later(random.between(0, BATCH_TIME), () => writeActivity(world.primary, id, deadline - 2_500));
    }
    for (const row of world.primary.stored.sessions.values()) {
      if (row.endedAt === null && row.expiresAt + 2 * BATCH_TIME < world.now) this.#network.expire(row.id);
    }
  }

  #restart(node: Node): void {
    node.restart();
    this.#network.restarted(node);
    if (this.#network.receipts.has(node)) this.#network.receipts.set(node, new Receipts(node));
    this.#start(node);
  }

  /** From here on nothing fails any more. */
  #calm(): void {
    const network = this.#network;
    const world = this.#world;
    Object.assign(network, { calm: true, redisDown: false, databaseDown: false });
    network.cutOff.clear();
    network.attached.clear();
    network.split.clear();
    for (const node of world.nodes) node.wake();
    // A consumer that allows when stale counts until an administrator removes its row.
    const present = new Set<string | null>([...world.nodes.map(({ id }) => id), ...network.chain.rows]);
    for (const [id, row] of world.primary.stored.consumers) if (row.allowsWhenStale && !present.has(id)) world.primary.stored.consumers.delete(id);
  }

  #repeat(every: () => number, act: () => void): void {
    this.#later(every(), () => {
      act();
      this.#repeat(every, act);
    });
  }

  #later(ms: number, act: () => void): void {
    this.#world.agenda.after(ms, act);
  }
}
