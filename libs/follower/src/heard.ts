/**
 * What was heard while reads are in flight. A read's answer may be older than what was heard since it was sent, and the read
 * knows neither session nor user before it is answered: so this is kept by what was heard, until every read sent before has ended.
 */
export class Heard {
  #count = 0;
  #everyone = 0;
  readonly #sessions = new Map<string, number>();
  readonly #users = new Map<string, number>();

  /** How much was heard so far: a read takes it along when it is sent. */
  get count(): number {
    return this.#count;
  }

  ofSession(id: string): void {
    note(this.#sessions, id, ++this.#count);
  }

  ofUser(id: string): void {
    note(this.#users, id, ++this.#count);
  }

  ofEveryone(): void {
    this.#everyone = ++this.#count;
  }

  /** Whether anything was heard of this session, its user or everyone since a read that was sent at `count`. */
  since(count: number, session: { readonly id: string; readonly userId: string }): boolean {
    const last = Math.max(this.#everyone, this.#sessions.get(session.id) ?? 0, this.#users.get(session.userId) ?? 0);
    return last > count;
  }

  /** No read that was sent before `count` is in flight any more. */
  forgetUntil(count: number): void {
    for (const notes of [this.#sessions, this.#users]) {
      for (const [id, heardAt] of notes) {
        if (heardAt > count) break;
        notes.delete(id);
      }
    }
  }
}

/** Deleted first: a map keeps the order of insertion, and the oldest note must come first. */
function note(notes: Map<string, number>, id: string, count: number): void {
  notes.delete(id);
  notes.set(id, count);
}
