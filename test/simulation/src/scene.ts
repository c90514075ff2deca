import { expire, revoke } from './changes.js';
import type { Change, Committed, Database, Stored } from './database.js';
import type { LoadSent, Node, PollSent, Surroundings } from './node.js';
import { Receipts, type Rows } from './receipts.js';
import { type Machine, type Rules } from './rules.js';
import { Violation, type Acknowledgement, type Answer, type Found } from './types.js';
import { World, type NodeOptions } from './world.js';

type Sent<T> = { readonly node: Node; readonly sent: T };

/** A schedule that is played by hand: nothing happens but what the script says, when it says so. */
export class Scene implements Surroundings {
  readonly world: World;
  readonly receipts = new Map<Node, Receipts>();
  readonly lapses: string[] = [];
  pageSize = 100;
  /** Acknowledgements do not arrive. */
  redisLost = false;
  /** Whose connection leads to another database than the primary. */
  readonly attached = new Map<Node, Database>();
  /** What a replica, or a statement that is older than what came since, would see. */
  replica: Stored | null = null;
  /** The log as a read of the feed saw it that is still under way. */
  earlierRead: Stored | null = null;
  #memory: Stored | null = null;
  #polls: Sent<PollSent>[] = [];
  #loads: Sent<LoadSent>[] = [];
  readonly #closing: Sent<string>[] = [];
  readonly #answers = new Map<PollSent, Answer>();
  /** Which history the row was renewed in, for a first page. */
  readonly #renewed = new Map<PollSent, string>();
  readonly #found = new Map<LoadSent, Found>();

  constructor(
    machine: Machine,
    readonly rules: Rules,
  ) {
    this.world = new World(machine, rules, this);
  }

  // What the machine asks of the outside waits for the script.

  poll(node: Node, sent: PollSent): void {
    this.#polls.push({ node, sent });
  }

  load(node: Node, sent: LoadSent): void {
    this.#loads.push({ node, sent });
  }

  gather(node: Node): void {
    node.take({ kind: 'gather' });
  }

  acknowledge({ id }: Node, acknowledgement: Acknowledgement): void {
    for (const [api, receipts] of this.receipts) if (api.id === id || !this.redisLost) receipts.acknowledged(id, acknowledgement);
  }

  /** Whom an api tells is for the script to say. */
  told(): void {
    return;
  }

  reset(): void {
    return;
  }

  lapse(_node: Node, sessionId: string): void {
    this.lapses.push(sessionId);
  }

  close(node: Node, sockets: readonly string[]): void {
    for (const socketId of sockets) this.#closing.push({ node, sent: socketId });
  }

  // What the script can do.

  /** Time goes on until then; all consumers are looked at, often. */
  at(time: number): void {
    while (this.world.now < time) {
      this.world.agenda.next(Math.min(time, this.world.now + 10));
      for (const node of this.world.nodes) this.world.oracle.check(node);
    }
  }

  api(name = 'api', options: NodeOptions = {}): Node {
    const node = this.world.addNode(name, 'api', options);
    this.receipts.set(node, new Receipts(node));
    this.fullPoll(node);
    return node;
  }

  /** A consumer that has registered, polled, and holds a lease. */
  consumer(name = 'gateway', options: NodeOptions = {}): Node {
    const node = this.world.addNode(name, name === 'guard' ? 'guard' : 'gateway', options);
    this.fullPoll(node);
    return node;
  }

  fullPoll(node: Node): void {
    node.take({ kind: 'poll' });
    this.settlePolls(node);
  }

  /** Every poll that waits is answered, with all its pages. */
  settlePolls(node: Node): void {
    for (let page = 0; page < 20 && this.#polls.some((poll) => poll.node === node); page += 1) {
      if (this.firstHalf(node) && this.secondHalf(node)) this.answer(node);
    }
  }

  tick(node: Node): void {
    node.take({ kind: 'tick' });
  }

  /** Renews the row and commits (the first of the two transactions). False: it could not. */
  firstHalf(node: Node): boolean {
    return this.rules.renewFirst ? this.#renew(node) : this.#read(node);
  }

  /** Reads a page, in a snapshot of its own. */
  secondHalf(node: Node): boolean {
    return this.rules.renewFirst ? this.#read(node) : this.#renew(node);
  }

  /** The oldest poll's answer arrives. */
  answer(node: Node): void {
    const poll = this.#oldest(this.#polls, node);
    this.#polls = this.#polls.filter((other) => other !== poll);
    const answer = this.#answers.get(poll.sent);
    if (answer !== undefined) node.answerPoll(poll.sent, answer);
  }

  /** The oldest poll's answer will never arrive. */
  loseAnswer(node: Node): void {
    const poll = this.#oldest(this.#polls, node);
    this.#polls = this.#polls.filter((other) => other !== poll);
    node.take({ kind: 'polled', number: poll.sent.number, answer: null });
  }

  loadReads(node: Node): void {
    const { sent } = this.#oldest(this.#loads, node);
    const database = this.replica !== null && !this.rules.readPrimary ? this.world.asOf(this.replica) : this.#databaseOf(node);
    this.#found.set(sent, database.load(sent.request));
  }

  loadAnswers(node: Node): void {
    const load = this.#oldest(this.#loads, node);
    this.#loads = this.#loads.filter((other) => other !== load);
    node.answerLoad(load.sent.read, this.#found.get(load.sent) ?? null);
  }

  /** The transports of all that were cut are gone. */
  closeCut(): void {
    for (const { node, sent } of this.#closing.splice(0)) node.disconnect(sent);
  }

  waitingLoads(node: Node): number {
    return this.#loads.filter((load) => load.node === node).length;
  }

  /** Reads whatever waits to be read. */
  settleLoads(node: Node): void {
    while (this.waitingLoads(node) > 0) {
      this.loadReads(node);
      this.loadAnswers(node);
    }
  }

  /** Asks and waits for the answer. */
  asks(node: Node, id: string, socketId: string | null = null): 'live' | 'unknown' | 'stale' {
    const before = { ...this.world.answers };
    node.ask(id, socketId);
    this.settleLoads(node);
    return (['live', 'unknown', 'stale'] as const).find((kind) => this.world.answers[kind] > before[kind]) ?? 'stale';
  }

  /** An api commits, applies its event itself, and begins a receipt. The doorbell is for the script to ring. */
  transact(api: Node, change: Change): Committed {
    const committed = this.world.change(change);
    if (committed === null) throw new Error('the script expects a change');
    api.hear(committed.entry.event, 'own');
    this.receipts.get(api)?.begin(committed.entry, committed.at);
    return committed;
  }

  end(api: Node, id: string): Committed {
    return this.transact(api, revoke(id));
  }

  mark(sessionId: string): void {
    this.world.change(expire(sessionId));
  }

  /** The api reads the rows. Answers whether that confirmed all its receipts; the oracle then watches that nobody admits. */
  confirms(api: Node): boolean {
    this.takeRows(api, this.readRows(api));
    return this.#receiptsOf(api).open.size === 0;
  }

  readRows(api: Node): Rows {
    return this.#receiptsOf(api).read(this.#databaseOf(api));
  }

  takeRows(api: Node, rows: Rows): void {
    if (this.#receiptsOf(api).take(rows)) this.#databaseOf(api).stored.settled = rows.source;
  }

  must(holds: boolean, invariant: string, what: string): void {
    if (!holds) throw new Violation(invariant, what);
  }

  #renew(node: Node): boolean {
    const { sent } = this.#oldest(this.#polls, node);
    const database = this.#databaseOf(node);
    if (database.deposed && this.rules.synchronousRenewal) {
      this.loseAnswer(node);
      return false;
    }
    const leaseMs = this.rules.leaseInRow ? node.told.leaseMs : node.told.leaseMs / 2;
    database.renew(node.id, { applied: sent.request.applied, leaseMs, allowsWhenStale: node.told.allowsWhenStale });
    if (sent.request.page === null && this.rules.readWhereRenewed) this.#renewed.set(sent, database.source);
    return true;
  }

  #read(node: Node): boolean {
    const { sent } = this.#oldest(this.#polls, node);
    const database = this.#databaseOf(node);
    if ((this.#renewed.get(sent) ?? database.source) !== database.source) {
      this.loseAnswer(node);
      return false;
    }
    if (node.told.kind === 'api') this.#memory = database.copy();
    const feed = node.told.kind === 'guard' ? this.#feed(database) : database;
    this.#answers.set(sent, feed.page(sent.request, this.pageSize));
    return true;
  }

  #feed(database: Database): Database {
    const { feedReadsDatabase, feedJoinsLater } = this.rules;
    const instead = (!feedReadsDatabase && this.#memory) || (!feedJoinsLater && this.earlierRead);
    return instead ? this.world.asOf(instead) : database;
  }

  #databaseOf(node: Node): Database {
    return this.attached.get(node) ?? this.world.primary;
  }

  #receiptsOf(api: Node): Receipts {
    const receipts = this.receipts.get(api);
    if (receipts === undefined) throw new Error(`${api.id} is no api`);
    return receipts;
  }

  #oldest<T>(waiting: readonly Sent<T>[], node: Node): Sent<T> {
    const found = waiting.find((one) => one.node === node);
    if (found === undefined) throw new Error(`${node.id} waits for nothing`);
    return found;
  }
}
