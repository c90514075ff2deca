import type { Parting } from './guard.js';
import type { Shape } from './token.js';

type Link = { readonly close: (parting: Parting) => void; readonly by: Shape['kind']; handed: boolean; parted: boolean };

/** The open connections of this process, each with how to close it. */
export class Links {
  readonly #links = new Map<string, Link>();
  #count = 0;

  get size(): number {
    return this.#links.size;
  }

  /** Answers its name, by which the follower knows it. `by`: the kind of token that it came with. */
  add(close: Link['close'], by: Link['by']): string {
    const name = String(++this.#count);
    this.#links.set(name, { close, by, handed: false, parted: false });
    return name;
  }

  /** From here on `close` is called when it must be closed. False: it must be closed already, which the caller is told otherwise. */
  hand(name: string): boolean {
    const link = this.#links.get(name);
    if (link === undefined || link.parted) return false;
    link.handed = true;
    return true;
  }

  /** It was not told to close. */
  isOpen(name: string): boolean {
    return this.#links.get(name)?.parted === false;
  }

  of(by: Link['by']): readonly string[] {
    return [...this.#links].filter(([, link]) => link.by === by).map(([name]) => name);
  }

  remove(name: string): void {
    this.#links.delete(name);
  }

  /** Closes these; one that fails to close does not keep the others open: its error is thrown after them. */
  part(names: Iterable<string>, parting: Parting): void {
    const failed: unknown[] = [];
    for (const name of names) {
      const link = this.#links.get(name);
      if (link === undefined || link.parted) continue;
      link.parted = true;
      if (!link.handed) continue;
      try {
        link.close(parting);
      } catch (error) {
        failed.push(error);
      }
    }
    if (failed.length > 0) throw failed[0];
  }

  /** All of them are asked to come back, at random within two seconds. */
  dismiss(names: Iterable<string> = [...this.#links.keys()]): void {
    for (const name of names) this.part([name], { cause: 'going-away', reason: null, retryAfterMs: Math.round(500 + 1_500 * Math.random()) });
  }
}
