import type { GuardEvents } from './guard.js';

type Listener<Name extends keyof GuardEvents> = (...news: GuardEvents[Name]) => void;

/** Who listens to a guard. One that throws harms neither the guard nor the others: that is told to `error`. */
export class Listeners {
  readonly #of: { readonly [Name in keyof GuardEvents]: Set<Listener<Name>> } = { ended: new Set(), stale: new Set(), fresh: new Set(), error: new Set() };

  on<Name extends keyof GuardEvents>(name: Name, listener: Listener<Name>): () => void {
    this.#of[name].add(listener);
    return () => void this.#of[name].delete(listener);
  }

  tell<Name extends keyof GuardEvents>(name: Name, ...news: GuardEvents[Name]): void {
    for (const listener of this.#of[name]) {
      try {
        listener(...news);
      } catch (error) {
        // Who listens to errors and throws is not told again.
        if (name !== 'error') this.tell('error', error, 'carry-out');
      }
    }
  }
}
