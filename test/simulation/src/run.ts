import { revoke, revokeEveryone, revokeUser, update } from './changes.js';
import { writeActivity, type Change, type Committed, type Stored } from './database.js';
import type { Node } from './node.js';
import { Network } from './ports.js';
import { Random } from './random.js';
import { Receipts } from './receipts.js';
import { BATCH_TIME, LEASE, POLL_INTERVAL, type Machine, type Rules } from './rules.js';
import { Violation } from './types.js';
import { FAULTS, weatherOf, type Fault } from './weather.js';
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

/** Its deadline passed as this process knows it: the next tick has it read again. */
function isJustOver(node: Node, socketId: string): boolean {
  const { mono, wall } = node.instant();
  const copy = node.state.sockets.get(socketId);
  const isOver = (ago: number): boolean => copy !== undefined && node.machine.passed(copy.deadline, { mono: mono - ago, wall: wall - ago });
  return isOver(0) && !isOver(2.5 * POLL_INTERVAL);
}

class Schedule {
  readonly #random: Random;
  readonly #network: Network;
  readonly #world: World;
  #sockets = 0;
  #standby: Stored;
  #backup: Stored;
  #failedOver = 0;

  constructor(seed: number, machine: Machine, rules: Rules) {
    this.#random = new Random(seed);
    const weather = weatherOf(this.#random);
    this.#network = new Network(this.#random, weather, () => this.#world);
    this.#world = new World(machine, rules, this.#network);
    this.#standby = this.#world.primary.copy();
    this.#backup = this.#world.primary.copy();
  }

  run(): Ran {
    const world = this.#world;
    this.#open();
    this.#until(DURATION);
    this.#calm();
    this.#until(DURATION + SETTLING);
    this.#converged();
    const receipts = [...this.#network.receipts.values()];
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
    for (const userId of USERS) for (let each = 0; each < 3; each += 1) world.open(userId);
    this.#standby = world.primary.copy();
    this.#backup = world.primary.copy();
    const rate = (): number => random.pick([1 - weather.clockSpread, 1, 1 + weather.clockSpread]);
    const kinds = ['api', 'api', 'gateway', 'gateway', 'guard'] as const;
    for (const [index, kind] of kinds.entries()) {
      const leaseMs = kind === 'guard' ? random.pick([LEASE, 0.6 * LEASE]) : LEASE;
      const allowsWhenStale = weather.name === 'storm' && random.chance(0.03);
      const node = world.addNode(`${kind}${index}`, kind, { rate: rate(), leaseMs, allowsWhenStale, capacity: random.pick([3, 1_000]) });
      if (kind === 'api') this.#network.receipts.set(node, new Receipts(node));
      this.#start(node);
    }
    this.#repeat(() => random.between(5, 25), () => { for (const node of world.nodes) world.oracle.check(node); });
    this.#repeat(() => random.between(5, 40), () => this.#act());
    this.#repeat(() => random.between(50, 500), () => this.#fault());
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
    if (!api.isAwake || network.databaseFor(api) !== database) return;
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
    if (entry.event.type === 'session-created' || entry.event.type === 'session-updated') return;
    this.#network.receipts.get(api)?.begin(entry, at);
    this.#readRows(api);
    this.#later(12, () => api.reach(() => this.#readRows(api)));
  }

  #readRows(node: Node): void {
    const network = this.#network;
    const receipts = network.receipts.get(node);
    if (receipts === undefined) return;
    const { incarnation } = node;
    this.#later(this.#random.between(1, 5), () => {
      const database = network.databaseFor(node);
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
    if (random.chance(0.5)) this.#standby = world.primary.copy();
    if (random.chance(0.1)) this.#backup = world.primary.copy();
    // Activity reaches the database in batches, and sometimes late.
    for (const [id, deadline] of world.oracle.deadlines) {
      if (random.chance(0.3)) this.#later(random.between(0, BATCH_TIME), () => writeActivity(world.primary, id, deadline - 2_500));
    }
    for (const row of world.primary.stored.sessions.values()) {
      if (row.endedAt === null && row.expiresAt + 2 * BATCH_TIME < world.now) this.#network.expire(row.id);
    }
  }

  #fault(): void {
    if (this.#network.calm) return;
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
    const network = this.#network;
    const { primary } = this.#world;
    const lasts = random.chance(0.5) ? random.between(20, 400) : random.between(400, 3 * LEASE);
    switch (fault) {
      case 'stop':
        node.stop('stopped');
        return this.#later(lasts, () => node.wake());
      case 'suspend':
        if (node.told.name.endsWith('1')) return;
        node.stop('suspended');
        return this.#later(lasts, () => node.wake());
      case 'restart':
        return this.#restart(node);
      case 'cut-off':
        network.cutOff.add(node);
        return this.#later(lasts, () => network.cutOff.delete(node));
      case 'redis-down':
        network.redisDown = true;
        return this.#later(lasts, () => { network.redisDown = false; });
      case 'database-down':
        network.databaseDown = true;
        return this.#later(lasts, () => { network.databaseDown = false; });
      case 'trim':
        return this.#trim();
      case 'set-wall':
        if (node.told.name.endsWith('1')) node.clock.setWall(random.between(-2 * LEASE, 2 * LEASE));
        return;
      case 'failover':
        return this.#failOver();
      case 'background': {
        const { xid } = primary.begin();
        return this.#later(lasts, () => primary.rollBack(xid));
      }
    }
  }

  #restart(node: Node): void {
    node.restart();
    this.#network.restarted(node);
    if (this.#network.receipts.has(node)) this.#network.receipts.set(node, new Receipts(node));
    this.#start(node);
  }

  #trim(): void {
    const random = this.#random;
    const { primary, rules } = this.#world;
    const bound = random.between(primary.stored.lowWater, primary.snapshot().xmin);
    const first = rules.markBeforeDrop ? (): void => primary.mark(bound) : (): void => primary.drop(bound);
    const second = rules.markBeforeDrop ? (): void => primary.drop(bound) : (): void => primary.mark(bound);
    first();
    this.#later(random.between(0, 60), second);
  }

  #failOver(): void {
    const random = this.#random;
    const world = this.#world;
    if (this.#failedOver++ > 1) return;
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
      this.#later(random.between(10, 3 * LEASE), () => this.#network.attached.delete(node));
    }
  }

  /** From here on nothing fails any more. */
  #calm(): void {
    const network = this.#network;
    const world = this.#world;
    Object.assign(network, { calm: true, redisDown: false, databaseDown: false });
    network.cutOff.clear();
    network.attached.clear();
    for (const node of world.nodes) node.wake();
    // A consumer that allows when stale counts until an administrator removes its row.
    const present = new Set(world.nodes.map(({ id }) => id));
    for (const [id, row] of world.primary.stored.consumers) if (row.allowsWhenStale && !present.has(id)) world.primary.stored.consumers.delete(id);
  }

  /** I8 and I2: without faults everyone knows everything again, and nobody is refused without a reason. */
  #converged(): void {
    const world = this.#world;
    const { weather, receipts } = this.#network;
    for (const node of world.nodes) {
      if (!world.machine.mayAdmit(node.state, node.instant())) throw new Violation('I8', `${node.id} has no lease, long after the last fault`);
      for (const [socketId, id] of node.sockets) {
        if ((world.oracle.ended.get(id)?.at ?? world.now) < world.now - 3 * POLL_INTERVAL) throw new Violation('I8', `${socketId} of ${id} is still open on ${node.id}`);
        if (world.isSurelyLive(id) && !isJustOver(node, socketId) && !world.machine.passes(node.state, socketId, node.instant())) throw new Violation('I8', `nothing passes on ${socketId} of ${id} at ${node.id}, which is live`);
      }
    }
    for (const { open, took } of receipts.values()) {
      const unconfirmed = [...open.values()].filter(({ entry }) => !world.lost.has(entry.event.id));
      const allows = world.nodes.some(({ allowsWhenStale }) => allowsWhenStale);
      if (unconfirmed.length > 0 && !allows && weather.failover !== 'restore') throw new Violation('G5', `the receipt of ${unconfirmed[0]?.entry.event.id ?? ''} is never confirmed`);
      const longest = Math.max(0, ...took);
      if (weather.name === 'healthy' && longest > 60) throw new Violation('G1', `a receipt took ${longest}`);
      if (weather.name === 'redis-lost' && longest > 3.5 * POLL_INTERVAL) throw new Violation('G2', `a receipt took ${longest}`);
    }
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
