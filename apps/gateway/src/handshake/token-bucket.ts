/** Lets `burst` through at once and `perSecond` on the long run. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A bucket of tokens at this rate, full at first. There is one for each socket: it holds two numbers. */
export class TokenBucket {
  private left: number;

  /** `at`, as every time here: milliseconds that only grow. */
  constructor(
    private readonly rate: Rate,
    private at: number,
  ) {
    this.left = rate.burst;
  }

  /** Takes one; says whether one was left. */
  take(now: number): boolean {
    const { perSecond, burst } = this.rate;
    this.left = Math.min(burst, this.left + ((now - this.at) / 1000) * perSecond);
    this.at = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
