/** Who is told what happens inside, as it happens, to measure it. It decides nothing and does not throw. */
export interface Witness {
  /** A consumer acknowledged an event that this process committed, so long after the commit. */
  acknowledged(ms: number): void;
  /** A receipt was given, so long after it was asked for: confirmed, or for want of time. */
  received(ms: number, confirmed: boolean): void;
}
