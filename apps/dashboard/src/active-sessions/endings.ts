import type { Ended, Session } from '@curfew/contracts';

import { isCode } from '../problem.js';
import { endingOf, isOver, type Ending, type EndingRow, type EndingRows } from './ending.js';

interface Ports {
  /** Ends the session; asked again, answers its receipt as it is known by then. */
  readonly end: (id: string) => Promise<Ended>;
  readonly now: () => number;
  /** The ids of the rows as they stand. */
  readonly order: () => readonly string[];
}

const again = 1000;

/** The rows that are ending, and the asking: once to end, then each second until every server has confirmed. */
export class Endings {
  #rows: EndingRows = new Map();
  readonly #listeners = new Set<() => void>();
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly rows = (): EndingRows => this.#rows;

  /** Logs a session out. Resolves to what is known after the first answer; pressing again while it is asked does nothing. */
  async logOut(session: Session, end: (id: string) => Promise<Ended> = this.#ports.end): Promise<Ending> {
    const known = this.#rows.get(session.id);
    if (known !== undefined && known.ending.phase !== 'failed') return known.ending;
    const askedAt = this.#ports.now();
    this.#put(session, { phase: 'asking' });
    const ending = await this.#ask(session, askedAt, end);
    this.#put(session, ending);
    if (ending.phase === 'unconfirmed') this.#askAgain(session, askedAt);
    return ending;
  }

  /** Shows what is proved of the end of a session by an act that ended it together with others. Whoever did it asks on. */
  show(session: Session, ending: Ending): void {
    this.#put(session, ending);
  }

  /** Something else ended it. A row that is being logged out here waits for its own answer. */
  endedElsewhere(session: Session): void {
    if (!this.#rows.has(session.id)) this.#put(session, { phase: 'elsewhere' });
  }

  /** The row has left the screen. */
  close(ids: readonly string[]): void {
    const rows = new Map(this.#rows);
    for (const id of ids) rows.delete(id);
    this.#change(rows);
  }

  clear(): void {
    this.#change(new Map());
  }

  async #ask(session: Session, askedAt: number, end: (id: string) => Promise<Ended>): Promise<Ending> {
    try {
      return endingOf(await end(session.id), askedAt);
    } catch (error) {
      // It is not (any more) among this account's sessions: nobody can use it, and there is no receipt to show.
      return isCode(error, 'not-found') ? { phase: 'elsewhere' } : { phase: 'failed' };
    }
  }

  #askAgain(session: Session, askedAt: number): void {
    setTimeout(() => {
      if (this.#rows.get(session.id)?.ending.phase !== 'unconfirmed') return;
      void this.#ask(session, askedAt, this.#ports.end).then((ending) => {
        if (this.#rows.get(session.id)?.ending.phase !== 'unconfirmed') return;
        // That it is ended was proved before: a failed question takes nothing back.
        if (isOver(ending)) this.#put(session, ending);
        if (ending.phase === 'unconfirmed' || ending.phase === 'failed') this.#askAgain(session, askedAt);
      });
    }, again);
  }

  #put(session: Session, ending: Ending): void {
    const known = this.#rows.get(session.id);
    const row: EndingRow = known === undefined ? { session, ending, order: this.#ports.order() } : { ...known, ending };
    this.#change(new Map(this.#rows).set(session.id, row));
  }

  #change(rows: EndingRows): void {
    this.#rows = rows;
    for (const listener of this.#listeners) listener();
  }
}
