import type { Instant } from './types.js';

/** The clocks of one machine: they run at a rate of their own; the monotonic one stands still in a suspend, the wall clock may be set. */
export class Clock {
  #wallStep = 0;
  #frozen = 0;
  #frozenSince: number | null = null;

  constructor(
    readonly rate: number,
    private readonly offset: number,
  ) {}

  at(time: number): Instant {
    const awake = (this.#frozenSince ?? time) - this.#frozen;
    return { mono: this.offset + this.rate * awake, wall: 7 * this.offset + this.rate * time + this.#wallStep };
  }

  suspend(time: number): void {
    this.#frozenSince ??= time;
  }

  wake(time: number): void {
    if (this.#frozenSince !== null) this.#frozen += time - this.#frozenSince;
    this.#frozenSince = null;
  }

  /** Somebody sets the wall clock. */
  setWall(by: number): void {
    this.#wallStep += by;
  }
}
