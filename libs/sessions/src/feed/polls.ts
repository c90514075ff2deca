import { setTimeout as pause } from 'node:timers/promises';

import { CurfewError } from '@curfew/contracts';
import { registerGuards, renewGuards, type Cursors, type Database, type NewGuard, type RenewedGuard } from '@curfew/persistence';

import type { Place } from './place.js';
import { answerReaders, type News, type Reader } from './readers.js';

/** A consumer that asks: one that is to be registered, or one that should be there; the lease that it then names must be its own. */
export type Guard =
  | ({ readonly kind: 'new' } & NewGuard)
  | { readonly kind: 'known'; readonly id: string; readonly apiKeyId: string; readonly leaseMs: number | undefined; readonly sockets: number | null };

/** What a guard is answered. */
export interface Answered {
  readonly guard: { readonly id: string; readonly leaseMs: number };
  readonly news: News;
}

// Each takes a place in one statement.
const mostAtOnce = 1_000;
const mostNewAtOnce = 50;
const longestPauseMs = 200;

/**
 * Gathers who asks, and answers them together: the rows of all are renewed and committed, then the log is read, a few times a second however many
 * there are. Each answer comes from a read that was sent after its request had arrived.
 */
export class Polls {
  private waiting: Asking[] = [];
  private running = false;
  private late: Promise<unknown> = Promise.resolve();
  private readonly everyMs: number;

  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    pollIntervalMs: number,
  ) {
    this.everyMs = Math.min(longestPauseMs, pollIntervalMs / 5);
  }

  /** Renews or registers a guard, then reads the log for it. */
  async renewed(guard: Guard, place: Place | null): Promise<Answered> {
    let leaseMs = 0;
    const news = await this.ask({ place, guard, leased: (ms) => void (leaseMs = ms) });
    return { guard: { id: guard.id, leaseMs }, news };
  }

  /** Reads the log for someone who admits nothing by it. */
  read(place: Place): Promise<News> {
    return this.ask({ place, guard: null, leased: () => undefined });
  }

  private ask(asked: Omit<Asking, 'resolve' | 'reject'>): Promise<News> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...asked, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      const began = performance.now();
      await this.answer(this.take());
      await pause(Math.max(0, this.everyMs - (performance.now() - began)), undefined, { ref: false });
    }
    this.running = false;
  }

  // Of one consumer one request at a time: what it says of itself is one thing.
  private take(): readonly Asking[] {
    const ids = new Set<string>();
    let registering = 0;
    const taken = this.waiting.filter(({ guard }) => {
      if (guard === null) return true;
      if (ids.size >= mostAtOnce || ids.has(guard.id)) return false;
      if (guard.kind === 'new' && registering >= mostNewAtOnce) return false;
      ids.add(guard.id);
      registering += guard.kind === 'new' ? 1 : 0;
      return true;
    });
    const gone = new Set(taken);
    this.waiting = this.waiting.filter((asking) => !gone.has(asking));
    return taken;
  }

  private async answer(batch: readonly Asking[]): Promise<void> {
    let readers: readonly Reader[] = [];
    try {
      readers = await this.renew(batch);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    const late = await answerReaders(this.database.urgent, this.cursors, readers);
    if (late.length > 0) this.late = this.late.then(() => this.answerLate(late));
  }

  // Beside the others, which they would hold up; on the connections that nobody's lease hangs on.
  private async answerLate(readers: readonly Reader[]): Promise<void> {
    for (let rest = readers; rest.length > 0; ) rest = await answerReaders(this.database, this.cursors, rest);
  }

  /** Renew first, and commit: whoever reads the rows and does not see a guard has committed before what is read next. Answers those who may read. */
  private async renew(batch: readonly Asking[]): Promise<readonly Reader[]> {
    const { urgent } = this.database;
    const fresh = batch.flatMap(({ guard }) => (guard?.kind === 'new' ? [guard] : []));
    const known = batch.flatMap(({ guard, place }) =>
      guard?.kind === 'known' ? [{ id: guard.id, apiKeyId: guard.apiKeyId, sockets: guard.sockets, applied: place?.snapshot ?? null, source: place?.source ?? null }] : [],
    );
    const registered = fresh.length === 0 ? [] : await registerGuards(urgent, fresh);
    const renewed = new Map([...registered, ...(known.length === 0 ? [] : await renewGuards(urgent, known))].map((row) => [row.id, row]));
    return batch.flatMap((asking) => {
      const row = asking.guard === null ? undefined : renewed.get(asking.guard.id);
      const refusal = refusalOf(asking, row);
      if (refusal === undefined) return [{ ...asking, renewedBy: row?.source ?? null }];
      asking.reject(refusal);
      return [];
    });
  }
}

interface Asking extends Omit<Reader, 'renewedBy'> {
  readonly guard: Guard | null;
  readonly leased: (leaseMs: number) => void;
}

function refusalOf({ guard, leased }: Asking, row: RenewedGuard | undefined): CurfewError | undefined {
  if (guard === null) return undefined;
  if (row === undefined) {
    return guard.kind === 'known' ? new CurfewError('not-found') : new CurfewError('too-many-requests', { detail: 'There are as many consumers as there may be.', retryAfterSeconds: 60 });
  }
  const { leaseMs } = row;
  leased(leaseMs);
  if (guard.leaseMs === undefined || guard.leaseMs === leaseMs) return undefined;
  return new CurfewError('invalid-request', { errors: [{ path: 'lease', message: `was ${leaseMs} when this consumer was registered` }] });
}
