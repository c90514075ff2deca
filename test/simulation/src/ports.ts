import { Chain } from './chain.js';
import { expire } from './changes.js';
import type { Database, Stored } from './database.js';
import type { LoadSent, Node, PollSent, Surroundings } from './node.js';
import type { Random } from './random.js';
import type { Receipts } from './receipts.js';
import { LEASE } from './rules.js';
import type { Acknowledgement, Event } from './types.js';
import type { Weather } from './weather.js';
import type { World } from './world.js';

/** The network and its faults: how long everything takes, and what of it never arrives. */
export class Network implements Surroundings {
  /** After the run everything works, so that what should come true in the end can. */
  calm = false;
  redisDown = false;
  databaseDown = false;
  readonly cutOff = new Set<Node>();
  /** Whose connection still leads to a deposed primary. */
  readonly attached = new Map<Node, Database>();
  /** Of those, whose newer connections lead to the present one. */
  readonly split = new Set<Node>();
  readonly receipts = new Map<Node, Receipts>();
  readonly chain: Chain;
  /** What a feed from memory would answer with: the database as an api's last poll saw it. */
  readonly #memories = new Map<Node, Stored>();
  readonly #gathering = new Set<Node>();

  constructor(
    private readonly random: Random,
    readonly weather: Weather,
    private readonly world: () => World,
  ) {
    this.chain = new Chain({ random, network: this, world });
  }

  poll(node: Node, sent: PollSent): void {
    if (node.told.kind === 'guard') return this.chain.poll(node, sent);
    const { weather } = this;
    const [toRenew = 0, toRead = 0, toAnswer = 0] = [0, 1, 2].map(() => this.takes(weather.slowPoll));
    if (this.breaks()) return this.fail(node, sent);
    const { renewFirst } = this.world().rules;
    this.#later(toRenew, () => {
      const renewed = renewFirst ? this.#renew(node, sent) : null;
      if (renewFirst && renewed === null) return this.fail(node, sent);
      const read = (): void => {
        const database = this.databaseFor(node);
        if (database === null || !this.#isProof(renewed, database, sent)) return this.fail(node, sent);
        const answer = database.page(sent.request, weather.pageSize);
        const back = (): void => this.#later(toAnswer, () => node.reach(() => node.answerPoll(sent, answer), sent.incarnation));
        if (renewFirst) return back();
        this.#later(toRead, () => (this.#renew(node, sent) === null ? this.fail(node, sent) : back()));
      };
      if (renewFirst) this.#later(toRead, read);
      else read();
    });
  }

  load(node: Node, sent: LoadSent): void {
    if (node.told.kind === 'guard') return this.chain.load(node, sent);
    const fail = (): void => this.#later(5, () => node.reach(() => node.answerLoad(sent.read, null), sent.incarnation));
    if (this.breaks()) return fail();
    const { slowLoad } = this.weather;
    this.#later(this.takes(slowLoad), () => {
      const found = this.databaseFor(node)?.load(sent.request) ?? null;
      if (found === null) return fail();
      this.#later(this.takes(slowLoad), () => node.reach(() => node.answerLoad(sent.read, found), sent.incarnation));
    });
  }

  gather(node: Node): void {
    if (this.#gathering.has(node)) return;
    this.#gathering.add(node);
    this.#later(1, () => node.reach(() => {
      this.#gathering.delete(node);
      node.take({ kind: 'gather' });
    }));
  }

  /** A restarted process gathers anew, and its connections are gone. */
  restarted(node: Node): void {
    this.#gathering.delete(node);
    this.chain.reset(node);
  }

  acknowledge(node: Node, acknowledgement: Acknowledgement): void {
    if (node.told.kind === 'guard') this.chain.acknowledge(node, acknowledgement);
    else this.spread(node, node.id, acknowledgement);
  }

  /** An acknowledgement reaches the receipts of whoever takes it, and by Redis those of the others. */
  spread(from: Node, consumer: string, acknowledgement: Acknowledgement): void {
    for (const [api, receipts] of this.receipts) {
      if (api === from) receipts.acknowledged(consumer, acknowledgement);
      else this.#throughRedis(() => api.reach(() => receipts.acknowledged(consumer, acknowledgement)));
    }
  }

  told(node: Node, event: Event): void {
    if (node.told.kind === 'api') this.chain.told(node, event);
  }

  reset(node: Node): void {
    if (node.told.kind === 'api') this.chain.reset(node);
  }

  lapse(node: Node, sessionId: string): void {
    if (node.told.kind === 'guard') return;
    this.#later(this.random.between(1, 5), () => {
      if (this.oldestOf(node) === this.world().primary) this.expire(sessionId);
    });
  }

  close(node: Node, sockets: readonly string[]): void {
    const { incarnation } = node;
    for (const socketId of sockets) this.#later(this.random.between(0, 60), () => node.reach(() => node.disconnect(socketId), incarnation));
  }

  /** Some process marks it, and rings. */
  expire(sessionId: string): void {
    const committed = this.world().change(expire(sessionId));
    if (committed !== null) this.ring(null, committed.entry.event);
  }

  /** The doorbell: rung after the commit, by whoever revoked. */
  ring(from: Node | null, event: Event): void {
    for (const node of this.world().nodes) {
      if (node === from || node.told.kind === 'guard') continue;
      this.#throughRedis(() => node.reach(() => node.hear(event, 'doorbell')));
    }
  }

  /** Where one poll or read of this process goes: its connections may lead to both of two primaries. */
  databaseFor(node: Node): Database | null {
    return this.split.has(node) && this.random.chance(0.5) && this.oldestOf(node) !== null ? this.world().primary : this.oldestOf(node);
  }

  /** Where its oldest connection leads. */
  oldestOf(node: Node): Database | null {
    if (this.databaseDown || this.cutOff.has(node)) return null;
    return this.attached.get(node) ?? this.world().primary;
  }

  /** What it takes to get to the database, or back. */
  takes(slow: number): number {
    const { random } = this;
    if (this.calm || !random.chance(slow)) return random.between(1, 5);
    return random.chance(0.3) ? random.between(200, 2.5 * LEASE) : random.between(5, 200);
  }

  #throughRedis(deliver: () => void): void {
    const { random, weather } = this;
    const { loss, double, late } = weather.doorbell;
    if (weather.name !== 'redis-lost' && this.calm) return this.#later(random.between(1, 5), deliver);
    const times = random.chance(double) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      if (this.redisDown || random.chance(loss)) continue;
      this.#later(random.chance(late) ? random.between(5, 2 * LEASE) : random.between(1, 5), deliver);
    }
  }

  breaks(): boolean {
    return !this.calm && this.random.chance(this.weather.failing);
  }

  /** Some failures answer, some never do. */
  fail(node: Node, sent: PollSent): void {
    if (this.random.chance(0.3)) return;
    this.#later(this.random.between(1, 50), () => node.reach(() => node.take({ kind: 'polled', number: sent.number, answer: null }), sent.incarnation));
  }

  /** Which database committed it; null: none. */
  #renew(node: Node, sent: PollSent): Database | null {
    const database = this.databaseFor(node);
    const { rules } = this.world();
    if (database === null || (database.deposed && rules.synchronousRenewal)) return null;
    if (sent.incarnation !== node.incarnation && !rules.idPerStart) return database;
    const leaseMs = rules.leaseInRow ? node.told.leaseMs : Math.min(node.told.leaseMs, LEASE / 2);
    database.renew(nodeIdOf(node, sent.incarnation), { applied: sent.request.applied, leaseMs, allowsWhenStale: node.told.allowsWhenStale });
    if (node.told.kind === 'api' && !rules.feedReadsDatabase) this.#memories.set(node, database.copy());
    return database;
  }

  /** The first page must come from where the row was renewed; the others are of the first one's source, or mean a reset. */
  #isProof(renewed: Database | null, read: Database, { request }: PollSent): boolean {
    return renewed === null || request.page !== null || renewed.source === read.source || !this.world().rules.readWhereRenewed;
  }

  memoryOf(api: Node): Stored | null {
    return this.#memories.get(api) ?? null;
  }

  #later(ms: number, act: () => void): void {
    this.world().agenda.after(ms, act);
  }
}

const nodeIdOf = (node: Node, incarnation: number): string => (incarnation === node.incarnation ? node.id : `${node.told.name}#${incarnation}`);
