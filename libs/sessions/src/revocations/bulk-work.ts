import type { Event } from '@curfew/contracts';
import { addClosedSockets, advanceRevocation, findRevocation, finishRevocation, listMatching, listUnfinished, takeRevocation, type Matched, type Matching, type RevocationRow } from '@curfew/persistence';

import { endOf, revokeMatching } from '../revoke.js';
import type { BulkParts } from './bulk-revocations.js';
import { proofOf } from './proof.js';

/** Carries bulk revocations out, whichever process asked for them. Doing one twice, or on two workers at once, ends nothing twice and leaves nothing. */
export class BulkWork {
  /** Rows of the next statement, of whichever job: as many as the last one says that take BITE_MS. */
  private bite = SMALLEST;

  constructor(private readonly parts: Omit<BulkParts, 'cursors'>) {}

  /** Ids of what is not done yet, the oldest first. */
  unfinished(): Promise<readonly string[]> {
    return listUnfinished(this.parts.database);
  }

  /** Ends all that match, so many a statement, and proves it. Returns early, between two statements, when it was cancelled, when another worker is at it, or when `signal` is aborted. */
  async carryOut(id: string, signal: AbortSignal): Promise<void> {
    const row = await findRevocation(this.parts.database, id);
    if (row === undefined || row.view.finishedAt !== null) return;
    for (;;) {
      const pass = await this.pass(row, signal);
      if (pass === 'stopped') return;
      if (pass === 'none-left') return this.finish(id);
      await pause(BETWEEN_MS);
    }
  }

  /** Once through all that match; the rows that someone else held are left for the next time. */
  private async pass(row: RevocationRow, signal: AbortSignal): Promise<'stopped' | 'none-left' | 'ended-some'> {
    const matching = matchingOf(row, this.parts.rules.idleAfterMs);
    let after: Matched | undefined;
    let found = false;
    for (;;) {
      const listed: readonly Matched[] = await listMatching(this.parts.database, matching, { limit: LISTED, after });
      for (let at = 0; at < listed.length;) {
        const some = listed.slice(at, at + this.bite);
        at += some.length;
        if (signal.aborted || !(await this.end(row, matching, some))) return 'stopped';
      }
      found ||= listed.length > 0;
      after = listed.at(-1);
      if (listed.length < LISTED) return found ? 'ended-some' : 'none-left';
    }
  }

  /** One statement's worth, with how far it came, in one transaction. False when there is nothing more to do here. */
  private async end({ view, requestId, ipAddress }: RevocationRow, matching: Matching, some: readonly Matched[]): Promise<boolean> {
    const started = performance.now();
    const by = { actor: { type: 'admin' as const, id: view.createdBy.id }, note: view.reason, ...(requestId === null ? {} : { requestId }), ...(ipAddress === null ? {} : { ipAddress }) };
    const { value: events } = await this.parts.sessions.change(async (change) => {
      if ((await takeRevocation(change.sql, view.id)) === undefined) return undefined;
      const ended = await revokeMatching(change, { ...matching, ids: some.map(({ id }) => id) }, endOf('bulk', by));
      const last = ended.at(-1);
      if (last !== undefined) await advanceRevocation(change.sql, view.id, { revoked: ended.length, lastPosition: last.position });
      return ended;
    });
    if (events === undefined) return false;
    const tookMs = performance.now() - started;
    this.bite = Math.round(Math.min(LARGEST, Math.max(SMALLEST, (some.length * BITE_MS) / tookMs)));
    // As long again as it took: whoever signs in meanwhile finds half of the database's time.
    await pause(Math.max(BREATH_MS, tookMs));
    await this.countSockets(view.id, events);
    return true;
  }

  private async countSockets(id: string, events: readonly Event[]): Promise<void> {
    const closed = this.parts.receipts.closedBy(events.map((event) => event.id));
    if (closed > 0) await addClosedSockets(this.parts.database, id, closed);
  }

  private async finish(id: string): Promise<void> {
    const { database, receipts, rules } = this.parts;
    const row = await findRevocation(database, id);
    if (row === undefined || row.view.finishedAt !== null) return;
    await finishRevocation(database, id, await proofOf(receipts, row, rules.leaseMs));
  }
}

const matchingOf = ({ view: { filter, createdAt, sparedSessionId } }: RevocationRow, idleAfterMs: number): Matching => ({ filter, idleAfterMs, openedBy: createdAt, spare: sparedSessionId });

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

// Rows a statement: as many as take about so long, since whoever asks meanwhile waits behind them and behind their events. And ids in memory.
const BITE_MS = 25;
const SMALLEST = 50;
const LARGEST = 1_000;
const LISTED = 20_000;
const BREATH_MS = 20;
const BETWEEN_MS = 100;
