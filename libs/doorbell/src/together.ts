/** Passes on at once what comes alone. What comes within `ms` after it waits, and is passed on together, in the order in which it came. */
export class Together<T> {
  private readonly waiting: T[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pass: (all: readonly T[]) => void,
    private readonly ms: number,
  ) {}

  add(some: readonly T[]): void {
    this.waiting.push(...some);
    if (this.timer === undefined) this.passOn();
  }

  /** Passes on what waits, now. */
  passOn(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const all = this.waiting.splice(0);
    if (all.length === 0) return;
    this.pass(all);
    this.timer = setTimeout(() => this.passOn(), this.ms);
    this.timer.unref();
  }
}
