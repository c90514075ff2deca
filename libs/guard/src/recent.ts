/** Remembers at least the last `size` keys that were set, and at most twice as many. */
export class Recent<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(private readonly size: number) {}

  set(key: string, value: Value): void {
    if (this.#young.size >= this.size) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  get(key: string): Value | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
