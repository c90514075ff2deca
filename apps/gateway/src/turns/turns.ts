import { slice } from './slice.js';

/** Work in order, a slice of it a turn, so that no other work of the process waits long. What throws is reported and holds up nothing. */
export class Turns {
  private waiting: (() => void)[] = [];
  private done = 0;

  constructor(private readonly failed: (error: unknown) => void) {}

  /** Nothing waits. */
  get idle(): boolean {
    return this.waiting.length === 0;
  }

  /** Later work waits for earlier. None of it is done in this turn. */
  add(work: () => void): void {
    this.waiting.push(work);
    if (this.waiting.length === 1) setImmediate(() => this.turn());
  }

  /** Resolves when nothing waits. */
  async settled(): Promise<void> {
    while (!this.idle) await new Promise(setImmediate);
  }

  private turn(): void {
    const goOn = slice();
    for (let work = this.waiting[this.done]; work !== undefined && goOn(); work = this.waiting[this.done]) {
      this.done += 1;
      this.attempt(work);
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
