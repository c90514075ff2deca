/**
 * Work in order, a slice of it a turn, so that no other work of the process waits long. How much a slice holds follows from how long turns take:
 * closing a socket causes more work than its own, and a system call costs a hundred times more on one machine than on another.
 * What throws is reported and holds up nothing.
 */
export class Turns {
  private waiting: (() => void)[] = [];
  private done = 0;
  private sliceMs = MOST_MS;
  private hurried = false;
  private began = 0;

  constructor(private readonly failed: (error: unknown) => void) {}

  /** Nothing waits. */
  get idle(): boolean {
    return this.waiting.length === 0;
  }

  /** Later work waits for earlier. None of it is done in this turn. */
  add(work: () => void): void {
    this.waiting.push(work);
    if (this.waiting.length > 1) return;
    this.began = performance.now();
    setImmediate(() => this.turn());
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
    const last = this.done + (this.hurried ? this.waiting.length : MOST);
    for (let work = this.waiting[this.done]; work !== undefined && this.done < last; work = this.waiting[this.done]) {
      this.done += 1;
      this.attempt(work);
      if (performance.now() >= until) break;
    }
    if (this.done < this.waiting.length) return void setImmediate(() => this.turn());
    this.waiting = [];
    this.done = 0;
  }

  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.failed(error);
    }
  }
}

/** How long the next slice may take, in milliseconds, after a turn that took `turnMs` in all. */
export const nextSlice = (sliceMs: number, turnMs: number): number => Math.min(MOST_MS, Math.max(LEAST_MS, turnMs > LONG_MS ? sliceMs / 2 : sliceMs * 1.25));

const MOST = 250;
const MOST_MS = 10;
const HURRIED_MS = 100;
const LEAST_MS = 1;
const LONG_MS = 25;
