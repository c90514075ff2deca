import { CurfewError } from '@curfew/contracts';

/**
 * Does what concerns one key one after the other, and what concerns others meanwhile: many who wait for the same lock in the database would
 * take every connection from everyone else. More than `waiting` for one key are refused with `too-many-requests`.
 */
export class ByTurns {
  private readonly last = new Map<string, { readonly done: Promise<void>; readonly waiting: number }>();

  constructor(private readonly waiting = 200) {}

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const waiting = (before?.waiting ?? -1) + 1;
    if (waiting > this.waiting) throw new CurfewError('too-many-requests', { retryAfterSeconds: 2 });
    const result = (before?.done ?? Promise.resolve()).then(work);
    const done = result.then(
      () => this.left(key),
      () => this.left(key),
    );
    this.last.set(key, { done, waiting });
    return result;
  }

  private left(key: string): void {
    const last = this.last.get(key);
    if (last === undefined) return;
    if (last.waiting === 0) this.last.delete(key);
    else this.last.set(key, { ...last, waiting: last.waiting - 1 });
  }
}
