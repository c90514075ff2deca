import type { Acknowledgement } from '@curfew/contracts';

/**
 * Acknowledgements that may not have been heard, to be said again: where stale is allowed nothing else counts. Redis may have been lost to those who
 * were to hear them, too, so all are repeated until it has been there for a while. The oldest are forgotten when there are too many.
 */
export class Repeats {
  private readonly waiting = new Map<string, Acknowledgement>();
  private calmBeats = CALM_BEATS;

  /** Redis has taken everything, and has been heard, for some time. */
  get calm(): boolean {
    return this.calmBeats >= CALM_BEATS;
  }

  add(acknowledgements: readonly Acknowledgement[]): void {
    for (const acknowledgement of acknowledgements) this.waiting.set(keyOf(acknowledgement), acknowledgement);
    for (const oldest of this.waiting.keys()) {
      if (this.waiting.size <= MOST) return;
      this.waiting.delete(oldest);
    }
  }

  /** Once a second: whether Redis is there. */
  beat(connected: boolean): void {
    this.calmBeats = connected ? this.calmBeats + 1 : 0;
  }

  /** Some of them, the oldest first: they are not kept any longer, unless they are added again. */
  take(): readonly Acknowledgement[] {
    const some = [...this.waiting.values()].slice(0, AT_ONCE);
    for (const acknowledgement of some) this.waiting.delete(keyOf(acknowledgement));
    return some;
  }
}

const keyOf = ({ eventId, consumerId }: Acknowledgement): string => `${eventId} ${consumerId}`;

const CALM_BEATS = 10;
const MOST = 20_000;
const AT_ONCE = 200;
