/** Stands for all sessions of all users. */
export const EVERYONE = '';

/**
 * What was heard while reads are in flight. A read's answer may be older than what was heard since it was sent, and the read
 * knows neither session nor user before it is answered: so this is kept by what was heard, until every read sent before has ended.
 */
export class Heard {
  #count = 0;
  readonly #last = new Map<string, number>();

  /** How much was heard so far: a read takes it along when it is sent. */
  get count(): number {
    return this.#count;
  }

  /** Something was heard of this session, of this user, or of everyone. Deleted first: a map keeps the order of insertion, and the oldest must come first. */
  note(id: string): void {
    this.#last.delete(id);
    this.#last.set(id, ++this.#count);
  }

  /** Whether anything was heard of this session, its user or everyone since a read that was sent at `count`. */
  since(count: number, session: { readonly id: string; readonly userId: string }): boolean {
    return [session.id, session.userId, EVERYONE].some((id) => (this.#last.get(id) ?? 0) > count);
  }

  /** No read that was sent before `count` is in flight any more. */
  forgetUntil(count: number): void {
    for (const [id, heardAt] of this.#last) {
      if (heardAt > count) break;
      this.#last.delete(id);
    }
  }
}
