/**
 * Work in order, a slice of it a turn, so that no other work of the process waits long. How much a slice holds follows from how long turns take:
 * closing a socket causes more work than its own, and a system call costs a hundred times more on one machine than on another.
 * What throws is reported and holds up nothing.
 */
export class Turns {
  private waiting: Batch[] = [];
  private done = 0;
  private sliceMs = MOST_MS;
  private hurried = false;
  private began = 0;
  private atOnce = AT_ONCE;

  constructor(private readonly failed: (error: unknown) => void) {}

  /** Nothing waits. */
  get idle(): boolean {
    return this.waiting.length === 0;
  }

  /** Later work waits for earlier. None of it is done in this turn. */
  add(work: () => void): void {
    this.each([undefined], work);
  }

  /** The same work for each of these, however many: nothing is made for one before its turn comes. */
  each<Item>(items: Iterable<Item>, work: (item: Item) => void): void {
    const rest = items[Symbol.iterator]();
    this.waiting.push(() => {
      const next = rest.next();
      if (next.done !== true) work(next.value);
      return next.done !== true;
    });
    if (this.waiting.length > 1) return;
    this.began = performance.now();
    setImmediate(() => this.turn());
  }

  /** At once where that is little and nothing waits, and else in turns. */
  soon<Item>(items: readonly Item[], work: (item: Item) => void): void {
    if (!this.idle || items.length > this.atOnce) return this.each(items, work);
    if (this.atOnce === AT_ONCE) setImmediate(() => (this.atOnce = AT_ONCE));
    this.atOnce -= items.length;
    for (const item of items) {
      this.attempt(() => {
        work(item);
        return true;
      });
    }
  }

  /** From now on no other work matters: the process stops. */
  hurry(): void {
    this.hurried = true;
  }

  /** Drops what still waits. */
  clear(): void {
    this.waiting = [];
    this.done = 0;
  }

  /** Resolves when nothing waits. */
  async settled(): Promise<void> {
    while (!this.idle) await new Promise(setImmediate);
  }

  private turn(): void {
    const now = performance.now();
    this.sliceMs = nextSlice(this.sliceMs, now - this.began);
    this.began = now;
    const until = now + (this.hurried ? HURRIED_MS : this.sliceMs);
    let left = this.hurried ? Number.POSITIVE_INFINITY : MOST;
    for (let batch = this.waiting[this.done]; batch !== undefined && left > 0; batch = this.waiting[this.done]) {
      if (!this.attempt(batch)) this.done += 1;
      left -= 1;
      if (performance.now() >= until) break;
    }
    if (this.done < this.waiting.length) return void setImmediate(() => this.turn());
    this.waiting = [];
    this.done = 0;
  }

  // One that failed is not the last of its batch.
  private attempt(batch: Batch): boolean {
    try {
      return batch();
    } catch (error) {
      this.failed(error);
      return true;
    }
  }
}

/** Does its next piece of work; false when there was none left. */
type Batch = () => boolean;

/** How long the next slice may take, in milliseconds, after a turn that took `turnMs` in all. */
export const nextSlice = (sliceMs: number, turnMs: number): number => Math.min(MOST_MS, Math.max(LEAST_MS, turnMs > LONG_MS ? sliceMs / 2 : sliceMs * 1.25));

/** How many may be done at once in a turn of the process. */
const AT_ONCE = 50;
const MOST = 250;
const MOST_MS = 8;
const HURRIED_MS = 100;
const LEAST_MS = 1;
const LONG_MS = 20;
