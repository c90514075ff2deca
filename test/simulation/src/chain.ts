import { Feed, type Asking } from './feed.js';
import type { LoadSent, Node, PollSent } from './node.js';
import type { Network } from './ports.js';
import type { Random } from './random.js';
import { LEASE } from './rules.js';
import { Streams } from './streams.js';
import type { Acknowledgement, Answer, Event } from './types.js';
import type { World } from './world.js';

type Parts = { readonly random: Random; readonly network: Network; readonly world: () => World };

/** A guard's row: it is of one start, and gone once the api does not know it. */
type Registered = { readonly incarnation: number; id: string | null };

/** Guards reach everything through an api, most through another one with each request, over a network that delays and loses: the feed is their log, its stream their doorbell. */
export class Chain {
  readonly #feeds = new Map<Node, { readonly incarnation: number; readonly feed: Feed }>();
  /** Whose requests all go to one api; null: a balancer decides for each. */
  readonly #apis = new Map<Node, Node | null>();
  readonly #rows = new Map<Node, Registered>();
  readonly #streams: Streams;
  #registrations = 0;

  constructor(private readonly parts: Parts) {
    this.#streams = new Streams({ ...parts, cross: (guard, act) => this.#cross(guard, act) });
  }

  /** As libs/guard does it: without a row it registers, and then from now on. */
  poll(guard: Node, sent: PollSent): void {
    const { network } = this.parts;
    const row = this.#rowOf(guard);
    const { floor } = sent.request;
    if (row.id === null && floor !== null) return this.#later(0, () => guard.reach(() => guard.answerPoll(sent, TRIMMED), sent.incarnation));
    const isNew = row.id === null;
    const consumer = row.id ?? this.#newId(guard);
    const { leaseMs, allowsWhenStale } = guard.told;
    const told = { leaseMs: this.parts.world().rules.leaseInRow ? leaseMs : Math.min(leaseMs, LEASE / 2), allowsWhenStale };
    const answer: Asking['answer'] = (given) => {
      if (given === null) return this.#fail(guard, sent);
      this.#back(guard, sent.incarnation, () => {
        row.id = given === 'unknown' ? null : consumer;
        guard.answerPoll(sent, given === 'unknown' ? TRIMMED : given);
      });
    };
    const refused = (): void => this.#fail(guard, sent);
    if (network.breaks()) return refused();
    this.#cross(guard, (api) => this.#feedOf(api).ask({ consumer, isNew, request: sent.request, told, answer }), refused);
  }

  load(guard: Node, sent: LoadSent): void {
    const { network } = this.parts;
    const fail = (): void => this.#later(5, () => guard.reach(() => guard.answerLoad(sent.read, null), sent.incarnation));
    if (network.breaks()) return fail();
    this.#cross(guard, (api) => {
      const { incarnation } = api;
      this.#later(network.takes(network.weather.slowLoad), () => {
        const found = network.databaseFor(api)?.load(sent.request) ?? null;
        if (found === null) return fail();
        const back = (): void => this.#back(guard, sent.incarnation, () => guard.answerLoad(sent.read, found));
        this.#later(network.takes(network.weather.slowLoad), () => api.reach(back, incarnation));
      });
    }, fail);
  }

  acknowledge(guard: Node, acknowledgement: Acknowledgement): void {
    const { id } = this.#rowOf(guard);
    if (id !== null) this.#cross(guard, (api) => this.parts.network.spread(api, id, acknowledgement));
  }

  told(api: Node, event: Event): void {
    this.#streams.push(api, event);
  }

  /** Events may have been missed by this api, or it is another process now. */
  reset(api: Node): void {
    this.#streams.drop(api);
  }

  /** A guard has started. */
  begin(guard: Node): void {
    this.#streams.keep(guard);
  }

  /** The ids of the rows that somebody still uses. */
  get rows(): readonly (string | null)[] {
    return [...this.#rows.values()].map(({ id }) => id);
  }

  #rowOf(guard: Node): Registered {
    const { incarnation } = guard;
    const known = this.#rows.get(guard);
    if (known?.incarnation === incarnation) return known;
    const row: Registered = { incarnation, id: null };
    this.#rows.set(guard, row);
    return row;
  }

  /** Made by the api, one for each registration. */
  #newId(guard: Node): string {
    return this.parts.world().rules.idPerStart ? `${guard.id}/${++this.#registrations}` : guard.id;
  }

  #feedOf(api: Node): Feed {
    const { network } = this.parts;
    const known = this.#feeds.get(api);
    if (known?.incarnation === api.incarnation) return known.feed;
    const feed = new Feed({ api, database: () => network.databaseFor(api), takes: () => network.takes(network.weather.slowPoll), memory: () => network.memoryOf(api) });
    this.#feeds.set(api, { incarnation: api.incarnation, feed });
    return feed;
  }

  /** To its api, and there to the process that runs when it arrives: one that stands still takes it later. */
  #cross(guard: Node, act: (api: Node) => void, refused: () => void = () => undefined): void {
    const { network } = this.parts;
    const api = this.#apiOf(guard);
    if (network.cutOff.has(guard)) return refused();
    this.#later(network.takes(network.weather.stream.late), () => api.reach(() => act(api)));
  }

  #back(guard: Node, incarnation: number, act: () => void): void {
    const { network } = this.parts;
    this.#later(network.takes(network.weather.stream.late), () => {
      if (!network.cutOff.has(guard)) guard.reach(act, incarnation);
    });
  }

  #fail(guard: Node, sent: PollSent): void {
    this.parts.network.fail(guard, sent);
  }

  #apiOf(guard: Node): Node {
    const { random, network } = this.parts;
    const any = random.pick([...network.receipts.keys()]);
    if (!this.#apis.has(guard)) this.#apis.set(guard, random.chance(0.25) ? any : null);
    return this.#apis.get(guard) ?? any;
  }

  #later(ms: number, act: () => void): void {
    this.parts.world().agenda.after(ms, act);
  }
}

const TRIMMED: Answer = { events: [], horizon: '', snapshot: '', more: null, trimmed: true, source: '' };
