import { CurfewError, type Policy, type PolicyPatch, type Role } from '@curfew/contracts';
import { alignDeadlines, appendAudit, appendEvent, beforeAll, countEndedBy, listLive, lockPolicies, lockUser, markApplied, readPolicies, usersOverLimit, writePolicy, type Database, type Held, type PolicyRow, type Sql } from '@curfew/persistence';

import type { Change } from '../change.js';
import type { By } from '../origin.js';
import { endOf, expireAll, revokeOne } from '../revoke.js';
import type { SessionRules } from '../rules.js';
import type { Sessions } from '../sessions.js';
import { decidedAfter, effective, locksOf, rulesView } from './effective.js';
import { surplus } from './max-sessions.js';

interface PoliciesParts {
  readonly database: Database;
  readonly sessions: Pick<Sessions, 'change'>;
  readonly rules: SessionRules;
}

/** What an administrator decides about sessions. Sign-ins and activity read it where they are written, so a change holds in every process from its commit on. */
export class Policies {
  constructor(private readonly parts: PoliciesParts) {}

  /** What holds now for each role, and which variables decide. */
  async read(): Promise<Policy> {
    return this.view(await readPolicies(this.parts.database));
  }

  /** Changes it for one role or both, or only says what that would end. Throws `setting-locked` for what a variable decides. */
  async put(patch: PolicyPatch, by: By): Promise<Policy> {
    this.demandUnlocked(patch);
    const { value } = await this.parts.sessions.change(async ({ sql }) => {
      const rows = (await lockPolicies(sql)).map((row) => (patch.role === undefined || patch.role === row.role ? { ...row, ...decidedAfter(row, patch) } : row));
      const changed = rows.filter(({ role }) => patch.role === undefined || patch.role === role);
      let wouldEnd = 0;
      for (const row of changed) {
        this.demandOrder(row);
        wouldEnd += await countEndedBy(sql, this.held(row));
      }
      if (!patch.dryRun) await write(sql, changed, { ...by, patch });
      return { ...this.view(rows), wouldEnd };
    });
    return value;
  }

  /** Brings open sessions in line with what was decided: deadlines, and no more than a user may have. Answers how many ended. For the worker; interrupted, it begins again. */
  async apply(signal: AbortSignal): Promise<number> {
    let ended = 0;
    for (const row of await readPolicies(this.parts.database)) {
      if (row.version === row.applied) continue;
      ended += await this.bringInLine(this.held(row), signal);
      if (!signal.aborted) await markApplied(this.parts.database, row.role, row.version);
    }
    return ended;
  }

  private async bringInLine(held: Held, signal: AbortSignal): Promise<number> {
    let ended = 0;
    let after = beforeAll;
    for (;;) {
      if (signal.aborted) return ended;
      const { value, events } = await this.parts.sessions.change(async (change) => {
        const { last, overdue } = await alignDeadlines(change.sql, held, { after, limit: BATCH });
        await expireAll(change, overdue);
        return last;
      });
      ended += events.length;
      if (value === undefined) break;
      after = value;
    }
    await this.parts.sessions.change(rereadAll);
    return held.maxSessions === 0 ? ended : ended + (await this.endSurplus(held, signal));
  }

  private async endSurplus(held: Held, signal: AbortSignal): Promise<number> {
    let ended = 0;
    for (;;) {
      const users = await usersOverLimit(this.parts.database, held, BATCH);
      for (const userId of users) {
        if (signal.aborted) return ended;
        ended += await this.endSurplusOf(userId, held.maxSessions);
      }
      if (users.length < BATCH) return ended;
    }
  }

  // Under the lock that a sign-in takes: what it finds is what there is.
  private async endSurplusOf(userId: string, most: number): Promise<number> {
    const { events } = await this.parts.sessions.change(async (change) => {
      await lockUser(change.sql, userId);
      const end = endOf('limit-reached', { actor: { type: 'system', id: null } });
      for (const { id } of surplus(most, await listLive(change.sql, userId))) await revokeOne(change, { sessionId: id, userId }, end);
    });
    return events.length;
  }

  private held(row: PolicyRow): Held {
    const { idleTimeoutMs, absoluteTimeoutMs, maxSessions, atLimit } = effective(this.parts.rules, row);
    return { role: row.role, idleTimeoutMs, absoluteTimeoutMs, maxSessions: atLimit === 'refuse' ? 0 : maxSessions };
  }

  private demandOrder(row: PolicyRow): void {
    const { idleTimeoutMs, absoluteTimeoutMs } = effective(this.parts.rules, row);
    if (idleTimeoutMs <= absoluteTimeoutMs) return;
    throw new CurfewError('invalid-request', { errors: [{ path: 'idleTimeout', message: 'must not be longer than absoluteTimeout' }] });
  }

  private demandUnlocked(patch: PolicyPatch): void {
    for (const [rule, variable] of Object.entries(locksOf(this.parts.rules))) {
      if (variable !== null && Reflect.get(patch, rule) !== undefined) throw new CurfewError('setting-locked', { detail: `${variable} is set where Curfew runs: it decides ${rule}.` });
    }
  }

  private view(rows: readonly PolicyRow[]): Policy {
    const of = (role: Role) => rulesView(effective(this.parts.rules, rows.find((row) => row.role === role)));
    return { policy: { user: of('user'), admin: of('admin') }, lockedBy: locksOf(this.parts.rules) };
  }
}

const BATCH = 1_000;

// A process keeps a session with the deadline that it was read with: after this event each is read again before it admits.
async function rereadAll(change: Change): Promise<void> {
  change.record(await appendEvent(change.sql, { type: 'session-updated', userId: null, actor: { type: 'system', id: null }, reason: 'policy' }));
}

async function write(sql: Sql, changed: readonly PolicyRow[], { actor, requestId, ipAddress, patch }: By & { readonly patch: PolicyPatch }): Promise<void> {
  const { dryRun: _dryRun, ...decided } = patch;
  for (const row of changed) await writePolicy(sql, row);
  await appendAudit(sql, { type: 'policy-changed', userId: null, actor, reason: patch.role ?? null, requestId: requestId ?? null, ipAddress: ipAddress ?? null, note: JSON.stringify(decided) });
}
