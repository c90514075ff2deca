import { createHash } from 'node:crypto';

import { choosesAll, CurfewError, type Page, type Revocation, type RevocationPreview, type RevocationQuery, type RevocationRequest } from '@curfew/contracts';
import {
  advanceRevocation,
  breakDownMatching,
  cancelRevocation,
  countMatching,
  findRevocation,
  findRevocationByKey,
  insertRevocation,
  listMoving,
  listRevocations,
  proveRevocation,
  type Cursors,
  type Database,
  type IdempotencyKey,
  type RevocationRow,
} from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import type { Change } from '../change.js';
import type { By } from '../origin.js';
import type { Receipts } from '../receipts.js';
import { endOf, revokeMany } from '../revoke.js';
import type { SessionRules } from '../rules.js';
import type { Sessions } from '../sessions.js';
import { proofOf } from './proof.js';

/** What bulk revocations are made from. */
export interface BulkParts {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly receipts: Receipts;
  readonly rules: SessionRules;
  readonly cursors: Cursors;
}

/** Who asks for a bulk revocation: an administrator, with which session, and what they call this request (`Idempotency-Key`). */
export interface AskingForMany extends By {
  readonly currentId: string;
  readonly key: string | undefined;
}

/** Ends sessions by filter, as many as match. What is asked for is a row first: whoever carries it out may die, and another goes on. */
export class BulkRevocations {
  constructor(private readonly parts: BulkParts) {}

  /** What would be ended now: counted exactly, with the most frequent of each kind and a sample. Changes nothing. */
  async preview({ filter, includeSelf }: RevocationRequest, currentId: string): Promise<RevocationPreview> {
    const { database, rules, sessions } = this.parts;
    const matching = { filter, idleAfterMs: rules.idleAfterMs, openedBy: null, spare: includeSelf === true ? null : currentId };
    const [{ matched, users, countedAt }, breakdown, page] = await Promise.all([
      countMatching(database, matching),
      breakDownMatching(database, matching, 10),
      sessions.lists.all({ ...filter, status: filter.status ?? 'live', sort: '-lastActiveAt', limit: 21 }, currentId),
    ]);
    const sample = page.items.filter(({ id }) => id !== matching.spare).slice(0, 20);
    return { matched, countedAt, sample, breakdown: { users, ...breakdown } };
  }

  /** Notes what is to be ended: what is live and was opened before. The same key again within 24 hours answers the same revocation; for another request it is refused. */
  async request(request: RevocationRequest, by: AskingForMany): Promise<Revocation> {
    const key = by.key === undefined ? undefined : { key: by.key, requestHash: hashOf(request) };
    const before = await this.asked(by, key);
    if (before !== undefined) return before;
    const { value } = await this.parts.sessions.change((change) => this.note(change, request, { by, key }));
    const row = value ?? (await this.asked(by, key));
    if (row === undefined) throw new CurfewError('conflict');
    return row;
  }

  /** All of them, the newest first. */
  async list({ status, limit, cursor }: RevocationQuery): Promise<Page<Revocation>> {
    const { database, cursors } = this.parts;
    const list = `revocations ${status ?? ''}`;
    const after = cursor === undefined ? undefined : cursors.decode(list, cursor);
    const rows = (await listRevocations(database, { status, limit: limit + 1, after })).map(({ view }) => view);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last !== undefined ? cursors.encode(list, [last.createdAt, last.id]) : null };
  }

  /** One; a receipt that was not confirmed at its end is asked for again. */
  async get(id: string): Promise<Revocation> {
    const row = await findRevocation(this.parts.database, id);
    if (row === undefined) throw new CurfewError('not-found');
    const { receipt, finishedAt } = row.view;
    if (finishedAt === null || receipt?.confirmed !== false) return row.view;
    const now = await this.proof(row);
    if (now?.confirmed !== true) return row.view;
    await proveRevocation(this.parts.database, id, { ...receipt, confirmed: true, consumers: now.consumers });
    return (await findRevocation(this.parts.database, id))?.view ?? row.view;
  }

  /** Stops before the next statement: what is ended stays ended. One that is finished is answered as it is. */
  async cancel(id: string): Promise<Revocation> {
    const { database } = this.parts;
    if (await cancelRevocation(database, id)) {
      const row = await findRevocation(database, id);
      const proof = row === undefined ? null : await this.proof(row);
      if (proof !== null) await proveRevocation(database, id, proof);
    }
    return this.get(id);
  }

  /** What is under way, and what was finished a moment ago. */
  async moving(): Promise<readonly Revocation[]> {
    return (await listMoving(this.parts.database, 10_000)).map(({ view }) => view);
  }

  private proof(row: RevocationRow): ReturnType<typeof proofOf> {
    return proofOf(this.parts.receipts, row, { waitMs: 0 });
  }

  private async asked({ actor }: By, key: IdempotencyKey | undefined): Promise<Revocation | undefined> {
    const row = key === undefined || actor.id === null ? undefined : await findRevocationByKey(this.parts.database, actor.id, key.key);
    if (row === undefined || key === undefined) return undefined;
    if (row.requestHash?.equals(key.requestHash) !== true) throw new CurfewError('idempotency-key-reused');
    return row.view;
  }

  private async note(change: Change, { filter, reason, includeSelf }: RevocationRequest, { by, key }: { readonly by: AskingForMany; readonly key: IdempotencyKey | undefined }): Promise<Revocation | undefined> {
    const { actor, requestId = null, ipAddress = null, currentId } = by;
    if (actor.id === null) throw new CurfewError('forbidden');
    const spare = includeSelf === true ? null : currentId;
    const { matched } = await countMatching(change.sql, { filter, idleAfterMs: this.parts.rules.idleAfterMs, openedBy: null, spare });
    const row = await insertRevocation(change.sql, { id: uuidV7(), filter, reason, sparedSessionId: spare, matched, createdBy: actor.id, requestId, ipAddress, key });
    if (row === undefined) return undefined;
    // All of them need no list: one act with one event ends them, however many they are. What remains for the worker is the proof.
    if (choosesAll(filter)) {
      const { event } = await revokeMany(change, { everyone: true, spare: spare ?? undefined }, endOf('bulk', { ...by, note: reason }));
      await advanceRevocation(change.sql, row.view.id, { revoked: matched, lastPosition: event.position });
    }
    return (await findRevocation(change.sql, row.view.id))?.view;
  }
}

const hashOf = (request: RevocationRequest): Buffer => createHash('sha256').update(JSON.stringify(sorted(request))).digest();

const sorted = ({ filter, ...rest }: RevocationRequest): readonly unknown[] => [entries(filter), entries(rest)];

const entries = (value: object): readonly unknown[] => Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
