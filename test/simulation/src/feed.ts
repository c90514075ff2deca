import type { ConsumerRow, Database, Stored } from './database.js';
import type { Node } from './node.js';
import { POLL_INTERVAL, POLL_TIMEOUT } from './rules.js';
import { readSnapshot, sees, type Answer, type PollRequest } from './types.js';

/** A guard that asks: under the id of its row, to be registered now or known. What it is answered: null when that failed, `unknown` without a row. */
export type Asking = {
  readonly consumer: string;
  readonly isNew: boolean;
  readonly request: PollRequest;
  readonly told: Pick<ConsumerRow, 'leaseMs' | 'allowsWhenStale'>;
  readonly answer: (answer: Answer | 'unknown' | null) => void;
};

/** Whose rows were there, and which history they were committed in; null: it does not matter. */
type Renewed = { readonly askings: ReadonlySet<Asking>; readonly source: string | null };

type Batch = { readonly askings: Asking[]; over: boolean };

type Parts = {
  readonly api: Node;
  /** Where the api's connections lead; null: nowhere. */
  readonly database: () => Database | null;
  /** How long a way to the database or back takes. */
  readonly takes: () => number;
  /** What a feed from memory would answer with. */
  readonly memory: () => Stored | null;
};

const PAUSE = POLL_INTERVAL / 5;

/** The feed of one start of an api (libs/sessions/src/feed): who asks is gathered, the rows of all are renewed and committed, then the log is read for all of them together. */
export class Feed {
  #waiting: Asking[] = [];
  #batch: Batch | null = null;
  #running = false;
  readonly #incarnation: number;

  constructor(private readonly parts: Parts) {
    this.#incarnation = parts.api.incarnation;
  }

  ask(asking: Asking): void {
    // What a read that is under way already brings may be older than this request.
    if (!this.#rules.feedJoinsLater && this.#batch !== null && this.#renew([asking]) !== null) return void this.#batch.askings.push(asking);
    this.#waiting.push(asking);
    if (!this.#running) this.#run();
  }

  #run(): void {
    this.#running = this.#waiting.length > 0;
    if (!this.#running) return;
    const batch: Batch = { askings: this.#waiting, over: false };
    this.#waiting = [];
    this.#later(2 * POLL_TIMEOUT, () => this.#end(batch, () => null));
    this.parts.api.world.agenda.after(this.parts.takes(), () => {
      const renewed = this.#rules.renewFirst ? this.#renew(batch.askings) : { askings: new Set(batch.askings), source: null };
      this.#here(() => this.#read(batch, renewed));
    });
  }

  /** All rows are renewed, and that is committed: only now the read is sent. */
  #read(batch: Batch, renewed: Renewed | null): void {
    if (batch.over || renewed === null) return this.#end(batch, () => null);
    this.#batch = batch;
    this.parts.api.world.agenda.after(this.parts.takes(), () => {
      const database = this.#log();
      const proves = renewed.source === null || database?.source === renewed.source || !this.#rules.readWhereRenewed;
      if (!proves) return this.#later(this.parts.takes(), () => this.#end(batch, () => null));
      // Nobody joins any more, so all are answered as the log is now.
      const pages = new Map(database === null ? [] : batch.askings.map((asking) => [asking, page(database, asking.request)]));
      const seen = database === null || this.#rules.feedJoinsLater ? null : this.parts.api.world.asOf(database.stored);
      this.#later(this.parts.takes(), () => {
        const known = this.#rules.renewFirst ? renewed : this.#renew(batch.askings);
        this.#end(batch, (asking) => {
          const found = pages.get(asking) ?? (seen === null ? null : page(seen, asking.request));
          return known === null || found === null || known.askings.has(asking) || !pages.has(asking) ? found : 'unknown';
        });
      });
    });
  }

  #end(batch: Batch, answerTo: (asking: Asking) => Answer | 'unknown' | null): void {
    if (batch.over) return;
    batch.over = true;
    if (this.#batch === batch) this.#batch = null;
    for (const asking of batch.askings) asking.answer(answerTo(asking));
    this.#later(PAUSE, () => this.#run());
  }

  /** What the read goes to. */
  #log(): Database | null {
    const { api, database, memory } = this.parts;
    const known = this.#rules.feedReadsDatabase ? null : memory();
    return known === null ? database() : api.world.asOf(known);
  }

  /** Null: the database cannot be reached, or cannot commit. */
  #renew(askings: readonly Asking[]): Renewed | null {
    const database = this.parts.database();
    if (database === null || (database.deposed && this.#rules.synchronousRenewal)) return null;
    const renewed = askings.filter(({ consumer, isNew }) => isNew || database.stored.consumers.has(consumer));
    for (const { consumer, request, told } of renewed) database.renew(consumer, { ...told, applied: request.applied });
    return { askings: new Set(renewed), source: database.source };
  }

  get #rules() {
    return this.parts.api.world.rules;
  }

  #later(ms: number, act: () => void): void {
    this.parts.api.world.agenda.after(ms, () => this.#here(act));
  }

  #here(act: () => void): void {
    this.parts.api.reach(act, this.#incarnation);
  }
}

/** All that came after a cursor, in one answer; a cursor holds the snapshot that is applied, and the history that it is of. */
function page(database: Database, { floor, applied }: PollRequest): Answer {
  const found = database.page({ floor, applied, page: null }, Number.POSITIVE_INFINITY);
  const known = readSnapshot(applied ?? '0:0:');
  const { source } = found;
  const isOfOther = floor !== null && floor.split(':')[2] !== source;
  return {
    ...found,
    events: found.events.filter(({ position }) => !sees(known, Number(position.split('-')[0]))),
    horizon: `${found.horizon}:${source}`,
    trimmed: found.trimmed || isOfOther,
  };
}
