import { addClosedSockets, advanceRevocation, findRevocation, finishRevocation, listMatching, listUnfinished, takeRevocation, type Matched, type Matching, type RevocationRow } from '@curfew/persistence';

import type { By } from '../origin.js';
import type { Receivable } from '../receipts.js';
import { endOf, revokeMatching } from '../revoke.js';
import type { BulkParts } from './bulk-revocations.js';
import { proofOf } from './proof.js';

/** Carries bulk revocations out, whichever process asked for them. Doing one twice, or on two workers at once, ends nothing twice and leaves nothing. */
export class BulkWork {
  /** Rows of the next statement, of whichever job: as many as the last one says that take BITE_MS. */
  private bite = FIRST;

  constructor(private readonly parts: Omit<BulkParts, 'cursors'>) {}

  /** Ids of what is not done yet, the oldest first. */
  unfinished(): Promise<readonly string[]> {
    return listUnfinished(this.parts.database);
  }

  /** Ends all that match, so many a statement, and proves it. Returns early, between two statements, when it was cancelled, when another worker is at it, or when `signal` is aborted. */
  async carryOut(id: string, signal: AbortSignal): Promise<void> {
    const row = await findRevocation(this.parts.database, id);
    if (row === undefined || row.view.finishedAt !== null) return;
    const job: Job = { row, matching: matchingOf(row, this.parts.rules.idleAfterMs), ended: [], many: 0, uncounted: [], restMs: 0 };
    for (;;) {
      const { stopped, listed, ended } = await this.pass(job, signal);
      if (stopped) return;
      if (listed === 0) return this.finish(job);
      // Some rows were held by someone else, who may go on for a while.
      await pause(ended < listed ? BETWEEN_MS : job.restMs);
      job.restMs = 0;
    }
  }

  /** Once through all that match; the rows that someone else held are left for the next time. */
  private async pass(job: Job, signal: AbortSignal): Promise<{ readonly stopped: boolean; readonly listed: number; readonly ended: number }> {
    let after: Matched | undefined;
    const before = job.many;
    let found = 0;
    for (;;) {
      const listed: readonly Matched[] = await listMatching(this.parts.database, job.matching, { limit: LISTED, after });
      for (let at = 0; at < listed.length;) {
        const some = listed.slice(at, at + this.bite);
        at += some.length;
        await pause(job.restMs);
        if (signal.aborted || !(await this.end(job, some))) return { stopped: true, listed: found, ended: 0 };
      }
      found += listed.length;
      after = listed.at(-1);
      if (listed.length < LISTED) return { stopped: false, listed: found, ended: job.many - before };
    }
  }

  /** One statement's worth, with how far it came, in one transaction. False when there is nothing more to do here. */
  private async end(job: Job, some: readonly Matched[]): Promise<boolean> {
    const { view } = job.row;
    await this.countSockets(job);
    const started = performance.now();
    const { value: events } = await this.parts.sessions.change(async (change) => {
      if (!(await takeRevocation(change.sql, view.id))) return undefined;
      const ended = await revokeMatching(change, { ...job.matching, ids: some.map(({ id }) => id) }, endOf('bulk', byOf(job.row)));
      const last = ended.at(-1);
      if (last !== undefined) await advanceRevocation(change.sql, view.id, { revoked: ended.length, lastPosition: last.position });
      return ended;
    });
    if (events === undefined) return false;
    const tookMs = performance.now() - started;
    this.bite = Math.round(Math.min(LARGEST, Math.max(SMALLEST, (some.length * BITE_MS) / tookMs)));
    // As long again as it took, before the next: whoever signs in meanwhile finds half of the database's time.
    job.restMs = Math.max(BREATH_MS, tookMs);
    job.many += events.length;
    job.uncounted = events.map(({ id }) => id);
    if (job.many <= PROVED_ONE_BY_ONE) job.ended.push(...events.map(({ id, position }) => ({ id, position })));
    return true;
  }

  /** The sockets that were closed by the last statement, as far as it was heard by now. */
  private async countSockets(job: Job): Promise<number> {
    const closed = this.parts.receipts.closedBy(job.uncounted);
    job.uncounted = [];
    if (closed > 0) await addClosedSockets(this.parts.database, job.row.view.id, closed);
    return closed;
  }

  private async finish(job: Job): Promise<void> {
    const { database, receipts, rules } = this.parts;
    const row = await findRevocation(database, job.row.view.id);
    if (row === undefined || row.view.finishedAt !== null) return;
    // What another worker has ended of it is in the log alone.
    const ended = row.view.revoked === job.ended.length ? job.ended : undefined;
    const receipt = await proofOf(receipts, row, { waitMs: rules.leaseMs, ended });
    const late = await this.countSockets(job);
    await finishRevocation(database, row.view.id, receipt === null ? null : { ...receipt, socketsClosed: receipt.socketsClosed + late });
  }
}

/** A bulk revocation as this process carries it out. */
interface Job {
  readonly row: RevocationRow;
  readonly matching: Matching;
  /** What it has ended, for the proof, while that is not too much. */
  readonly ended: Receivable[];
  /** How many that are. */
  many: number;
  /** What the last statement has ended, of which the sockets are not counted yet. */
  uncounted: readonly string[];
  /** How long to leave the database to others before the next statement. */
  restMs: number;
}

const matchingOf = ({ view: { filter, createdAt, sparedSessionId } }: RevocationRow, idleAfterMs: number): Matching => ({ filter, idleAfterMs, openedBy: createdAt, spare: sparedSessionId });

const byOf = ({ view, requestId, ipAddress }: RevocationRow): By => ({
  actor: { type: 'admin', id: view.createdBy.id },
  note: view.reason,
  ...(requestId === null ? {} : { requestId }),
  ...(ipAddress === null ? {} : { ipAddress }),
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

// Rows a statement: as many as take about so long, since whoever asks meanwhile waits behind them and behind their events. And ids in memory.
const BITE_MS = 25;
const FIRST = 100;
const SMALLEST = 50;
const LARGEST = 1_000;
const LISTED = 20_000;
const BREATH_MS = 20;
const BETWEEN_MS = 100;
// Ends that are proved by an acknowledgement each: what administrators wait for in an incident. Acknowledgements are not kept for ever.
const PROVED_ONE_BY_ONE = 2_000;
