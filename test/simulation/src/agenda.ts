/** What is due in virtual time, earliest first; what is due at the same moment, in the order in which it was planned. */
export class Agenda {
  now = 0;
  readonly #heap: Due[] = [];
  #order = 0;

  after(ms: number, act: () => void): void {
    this.#push({ at: this.now + Math.max(0, ms), order: this.#order++, act });
  }

  /** Does the next thing; false when nothing is due until then. */
  next(until: number): boolean {
    const [first] = this.#heap;
    if (first === undefined || first.at > until) {
      this.now = Math.max(this.now, until);
      return false;
    }
    this.#pop();
    this.now = first.at;
    first.act();
    return true;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(due);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(due, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const left = heap[child];
      const right = heap[child + 1];
      let least = left;
      if (left !== undefined && right !== undefined && isBefore(right, left)) {
        least = right;
        child += 1;
      }
      if (least === undefined || !isBefore(least, last)) break;
      heap[at] = least;
      at = child;
    }
    heap[at] = last;
  }
}

type Due = { readonly at: number; readonly order: number; readonly act: () => void };

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
