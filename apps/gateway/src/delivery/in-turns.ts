/** Does something for each of many, in order and so many a turn that no other work waits long. What is few is done at once. */
export class InTurns {
  private readonly waiting: Round[] = [];

  /** Later rounds wait for earlier ones, so that nobody is told out of order. */
  each<T>(all: Iterable<T>, act: (one: T) => void): void {
    const items = [...all];
    if (this.waiting.length === 0 && items.length <= CHUNK) return items.forEach(act);
    this.waiting.push({ left: items.length, next: (count) => items.splice(0, count).forEach(act) });
    if (this.waiting.length === 1) setImmediate(() => this.turn());
  }

  private turn(): void {
    let budget = CHUNK;
    for (let round = this.waiting[0]; round !== undefined && budget > 0; round = this.waiting[0]) {
      const count = Math.min(budget, round.left);
      round.next(count);
      round.left -= count;
      budget -= count;
      if (round.left === 0) this.waiting.shift();
    }
    if (this.waiting.length > 0) setImmediate(() => this.turn());
  }
}

interface Round {
  left: number;
  readonly next: (count: number) => void;
}

const CHUNK = 250;
