import type { AdminSession, Ended } from '@curfew/contracts';

import { isOver, together, type Ending } from '../../active-sessions/ending.js';
import type { Endings } from '../../active-sessions/endings.js';
import { nothingPicked, pressed, without, type Press, type Picked } from './picked.js';

/** Sessions that were ticked and are logged out together, with what is proved of each so far. */
export interface Run {
  readonly sessions: readonly AdminSession[];
  readonly reason: string | undefined;
  readonly endings: ReadonlyMap<string, Ending>;
}

interface Picking {
  readonly picked: Picked;
  readonly run: Run | null;
}

type End = (id: string, reason: string | undefined) => Promise<Ended>;

const atOnce = 4;

/** The ticked rows of a list, and the end of what is ticked. What ends, here or elsewhere, loses its tick; what may still be signed in keeps it. */
export class Picks {
  #kept = '';
  #state: Picking = { picked: nothingPicked, run: null };
  readonly #listeners = new Set<() => void>();
  readonly #endings: Endings;
  readonly #end: End;

  constructor(endings: Endings, end: End) {
    this.#endings = endings;
    this.#end = end;
    endings.subscribe(() => this.#hear());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): Picking => this.#state;

  /** Whether rows are ticked: then none may move away from under the eyes. */
  readonly isUsed = (): boolean => this.#state.picked.sessions.size > 0;

  /** A new choice puts away what came of the one before. */
  press(press: Press): Picked {
    const { picked, run } = this.#state;
    this.#put({ picked: pressed(picked, press), run: run !== null && isDone(run) ? null : run });
    return this.#state.picked;
  }

  drop(ids: readonly string[]): void {
    this.#put({ ...this.#state, picked: without(this.#state.picked, (id) => ids.includes(id)) });
  }

  keepTo(filter: string): void {
    if (filter !== this.#kept) this.clear();
    this.#kept = filter;
  }

  clear(): void {
    this.#put({ ...this.#state, picked: nothingPicked });
  }

  putAway(): void {
    this.#put({ ...this.#state, run: null });
  }

  /** Logs them out, a few at a time; resolves when each has been answered, and never rejects. */
  async end(sessions: readonly AdminSession[], reason: string | undefined): Promise<void> {
    const waiting = [...sessions];
    this.#put({ ...this.#state, run: { sessions, reason, endings: new Map() } });
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        this.#answered(sessions, next.id, await this.#endings.logOut(next, (id) => this.#end(id, reason)));
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  #answered(sessions: readonly AdminSession[], id: string, ending: Ending): void {
    const { picked, run } = this.#state;
    const left = isOver(ending) ? without(picked, (one) => one === id) : picked;
    this.#put({ picked: left, run: run?.sessions === sessions ? { ...run, endings: new Map(run.endings).set(id, ending) } : run });
  }

  // Another press in a row, another's log-out, the confirmation that comes later: all arrive through the rows.
  #hear(): void {
    const rows = this.#endings.rows();
    const { picked, run } = this.#state;
    const now = (id: string): Ending | undefined => rows.get(id)?.ending;
    const isGone = (id: string): boolean => {
      const ending = now(id);
      return ending !== undefined && isOver(ending);
    };
    this.#put({ picked: without(picked, isGone), run: run === null ? null : after(run, now) });
  }

  #put(next: Picking): void {
    if (next.picked === this.#state.picked && next.run === this.#state.run) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

/** Whether every one of them has been answered. */
export const isDone = ({ sessions, endings }: Run): boolean => endings.size === sessions.length && [...endings.values()].every(({ phase }) => phase !== 'asking');

/** Those that may still be signed in. */
export const leftOf = ({ sessions, endings }: Run): readonly AdminSession[] => sessions.filter(({ id }) => endings.get(id)?.phase === 'failed');

/** What came of them, taken together: how many are over, how many may still be signed in, and the least that is proved of those that are over. */
export const outcomeOf = (run: Run): { readonly over: number; readonly failed: number; readonly ending: Ending | null } => {
  const over = [...run.endings.values()].filter(isOver);
  return { over: over.length, failed: leftOf(run).length, ending: over.length === 0 ? null : together(over) };
};

const after = (run: Run, now: (id: string) => Ending | undefined): Run => {
  const changed = [...run.endings].flatMap(([id, before]) => {
    const ending = now(id);
    return ending === undefined || ending === before || ending.phase === 'asking' ? [] : [[id, ending] as const];
  });
  return changed.length === 0 ? run : { ...run, endings: new Map([...run.endings, ...changed]) };
};
