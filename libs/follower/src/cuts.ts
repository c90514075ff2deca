import type { Cut, Ended } from './input.js';
import type { Known } from './known.js';
import { listOf } from './several.js';

/** How long sessions are cut in one turn, in milliseconds. */
const SLICE_MS = 4;

/** Has the sockets of ended sessions closed: at once while they are few, else so many a turn that no other work waits long. Nothing passes on them already. */
export class Cuts<S extends Known, E> {
  #waiting: Ended<S, E>[] = [];
  #done = 0;
  #paused = false;

  /** `cut` must not throw; `now` is a monotonic clock, in milliseconds. */
  constructor(
    private readonly cut: (cut: Cut<E>) => void,
    private readonly now: () => number,
  ) {}

  add(ended: Ended<S, E>): void {
    this.#waiting.push(ended);
    if (!this.#paused) this.#turn();
  }

  /** Drops what waits. */
  clear(): void {
    this.#waiting = [];
    this.#done = 0;
  }

  #turn(): void {
    const until = this.now() + SLICE_MS;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.cut(next);
      if (this.now() >= until) return this.#pause();
    }
  }

  #pause(): void {
    this.#paused = true;
    setImmediate(() => {
      this.#paused = false;
      this.#turn();
    });
  }

  #next(): Cut<E> | undefined {
    const [ended] = this.#waiting;
    if (ended === undefined) return undefined;
    const copy = ended.copies[this.#done++];
    if (copy !== undefined) return { sessionId: copy.admission.session.id, sockets: listOf(copy.sockets), event: ended.event };
    this.#waiting.shift();
    this.#done = 0;
    return this.#next();
  }
}
