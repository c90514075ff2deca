import type { Refused } from './guard.js';
import { Recent } from './recent.js';

type Final = Exclude<Refused['reason'], 'stale'>;

/**
 * What was found of tokens. An ended session is never live again, and a token is known to Curfew before anyone holds it: so a token that was refused
 * once is refused without another question. Bounded: of what was forgotten, Curfew is asked again.
 */
export class Verdicts {
  readonly #refused: Recent<Final>;
  readonly #admitted: Recent<true>;

  constructor(size: number) {
    this.#refused = new Recent(size);
    this.#admitted = new Recent(size);
  }

  refusalOf(key: string): Final | undefined {
    return this.#refused.get(key);
  }

  admit(key: string): void {
    this.#admitted.set(key, true);
  }

  /** It is not live. What was admitted once, or is signed by Curfew, has ended; anything else was never known. */
  refuse(key: string, isGenuine: boolean): Final {
    const reason = isGenuine || this.#admitted.get(key) === true ? 'ended' : 'unknown';
    this.#refused.set(key, reason);
    return reason;
  }

  /** Another history, perhaps: nothing that was found holds. */
  forget(): void {
    this.#refused.clear();
  }
}
