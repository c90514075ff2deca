/** Remembers at least the last `size` different strings that were added, and at most twice as many. */
export class Recent {
  #young = new Set<string>();
  #old = new Set<string>();

  constructor(private readonly size: number) {}

  /** True when it was not remembered before. */
  add(value: string): boolean {
    if (this.has(value)) return false;
    if (this.#young.size >= this.size) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    this.#young.add(value);
    return true;
  }

  has(value: string): boolean {
    return this.#young.has(value) || this.#old.has(value);
  }
}
