import { CurfewError, type Actor, type DeviceClaim, type Event, type Session } from '@curfew/contracts';
import { endSession, insertSession, listLive, lockUser, shareRealm, shareUser, type Sql } from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import type { Change } from './change.js';
import { describeDevice } from './device/describe.js';
import type { Origin } from './origin.js';
import { maxSessions } from './policies/max-sessions.js';
import type { SessionRules } from './rules.js';
import { createToken, hashToken } from './token.js';

/** A sign-in that has proved who it is. `actor` is the user unless told. */
export interface Opening {
  readonly userId: string;
  readonly method: 'password' | 'service';
  readonly origin: Origin;
  readonly claim?: DeviceClaim | undefined;
  readonly actor?: Actor;
}

/** A new session with its token, which is nowhere else. */
export interface Opened {
  readonly session: Session;
  readonly token: string;
}

/** Opens a session within a transaction: locks first, then the generations, the policies and the row. A disabled user gets 401. */
export async function openSession(change: Change, opening: Opening, rules: SessionRules): Promise<Opened> {
  const { sql } = change;
  await shareRealm(sql);
  if (rules.maxSessions > 0) await lockUser(sql, opening.userId);
  const generations = await shareUser(sql, opening.userId);
  if (generations === undefined) throw new CurfewError('invalid-credentials');
  for (const event of await makeRoom(sql, opening, rules)) change.record(event);
  const token = createToken();
  const { session, event } = await insertSession(sql, {
    id: uuidV7(),
    eventId: uuidV7(),
    userId: opening.userId,
    tokenHash: Buffer.from(hashToken(token), 'base64url'),
    ...generations,
    method: opening.method,
    device: describeDevice(opening.origin, opening.claim),
    userAgent: opening.origin.userAgent?.slice(0, 512) ?? null,
    ipAddress: opening.origin.ipAddress,
    location: null,
    idleTimeoutMs: rules.idleTimeoutMs,
    absoluteTimeoutMs: rules.absoluteTimeoutMs,
    actor: opening.actor ?? { type: 'user', id: opening.userId },
    requestId: opening.origin.requestId,
  });
  change.record(event);
  return { session, token };
}

async function makeRoom(sql: Sql, { userId, origin }: Opening, rules: SessionRules): Promise<readonly Event[]> {
  if (rules.maxSessions === 0) return [];
  const { reason, toEnd } = maxSessions(rules.maxSessions);
  const events: Event[] = [];
  for (const { id } of toEnd(await listLive(sql, userId))) {
    const by = { type: 'system', id: null } as const;
    const event = await endSession(sql, { sessionId: id, userId }, { reason, by, requestId: origin.requestId, ipAddress: origin.ipAddress, note: null });
    if (event !== undefined) events.push(event);
  }
  return events;
}
