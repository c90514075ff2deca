import type { Node } from './node.js';
import type { Network } from './ports.js';
import type { Random } from './random.js';
import { LEASE } from './rules.js';
import type { Event } from './types.js';
import type { World } from './world.js';

type Stream = { readonly api: Node; readonly start: number; readonly guard: Node; readonly guardStart: number; open: boolean; lastAt: number };

type Parts = {
  readonly random: Random;
  readonly network: Network;
  readonly world: () => World;
  readonly cross: (guard: Node, act: (api: Node) => void) => void;
};

const TRY_AGAIN = 60;

/** What an api pushes on the streams of its guards: whatever it comes to know, in order. A stream may be cut at any moment, or held back by what stands in between. */
export class Streams {
  readonly #streams = new Map<Node, Stream>();

  constructor(private readonly parts: Parts) {}

  /** Opens the stream of a guard, and again whenever it has none, as long as this start of it lives. */
  keep(guard: Node): void {
    const { incarnation } = guard;
    this.#open(guard, incarnation);
    this.#later(TRY_AGAIN, () => {
      if (guard.incarnation === incarnation) this.keep(guard);
    });
  }

  push(api: Node, event: Event): void {
    for (const stream of this.#streams.values()) if (stream.api === api && this.#isOpen(stream)) this.#send(stream, event);
  }

  drop(api: Node): void {
    for (const stream of this.#streams.values()) if (stream.api === api) stream.open = false;
  }

  #open(guard: Node, guardStart: number): void {
    const known = this.#streams.get(guard);
    if (known !== undefined && known.guardStart === guardStart && this.#isOpen(known)) return;
    this.parts.cross(guard, (api) => {
      // Before its own first poll an api knows no place in the log to begin from.
      if (guard.incarnation !== guardStart || !api.state.log.ready) return;
      const stream: Stream = { api, start: api.incarnation, guard, guardStart, open: true, lastAt: 0 };
      this.#streams.set(guard, stream);
      this.#deliver(stream, () => guard.take({ kind: 'poll' }));
    });
  }

  #send(stream: Stream, event: Event): void {
    const { random, network } = this.parts;
    if (!network.calm && random.chance(network.weather.stream.cut)) stream.open = false;
    else this.#deliver(stream, () => stream.guard.hear(event, 'doorbell'));
  }

  #deliver(stream: Stream, act: () => void): void {
    const { random, network, world } = this.parts;
    const { now } = world();
    const late = !network.calm && random.chance(network.weather.stream.late) ? random.between(5, 2 * LEASE) : random.between(1, 5);
    // What comes later does not overtake.
    stream.lastAt = Math.max(stream.lastAt, now + late);
    this.#later(stream.lastAt - now, () => {
      if (network.cutOff.has(stream.guard)) stream.open = false;
      if (stream.open) stream.guard.reach(act, stream.guardStart);
    });
  }

  #isOpen({ open, api, start }: Stream): boolean {
    return open && api.incarnation === start;
  }

  #later(ms: number, act: () => void): void {
    this.parts.world().agenda.after(ms, act);
  }
}
