import { CurfewError, isOfPeople, type Actor, type AtLimit, type DeviceClaim, type Location, type Session } from '@curfew/contracts';
import { insertSession, listLive, type NewSession } from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import type { Change } from './change.js';
import { describeDevice } from './device/describe.js';
import { deviceIdOf } from './device/device-id.js';
import type { Origin } from './origin.js';
import { maxSessions } from './policies/max-sessions.js';
import { endOf, revokeOne } from './revoke.js';
import { noneGiven, type SessionRules } from './rules.js';
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

/** What sign-ins are judged by. `locate` says where an address is, roughly. */
export interface OpeningGround {
  readonly rules: SessionRules;
  /** Keys the ids of devices. */
  readonly key: Buffer;
  readonly locate: (ipAddress: string) => Location | null;
}

/** Opens a session within a transaction, and ends those that are too many with it. A disabled user gets 401, a blocked device 403. */
export async function openSession(change: Change, opening: Opening, ground: OpeningGround): Promise<Opened> {
  const token = createToken();
  const signedIn = await insertSession(change.sql, newSession(token, opening, ground), { mayEnd: true });
  if (signedIn.kind !== 'opened') throw refused(signedIn.kind);
  change.record(signedIn.event);
  if (signedIn.maxSessions > 0) await makeRoom(change, opening, signedIn);
  return { session: signedIn.session, token };
}

/** The same in one statement, which is its own transaction; undefined, and nothing is changed, where others may have to end for it. */
export async function openAlone(change: Change, opening: Opening, ground: OpeningGround): Promise<Opened | undefined> {
  // Limited unless an administrator has decided otherwise: then it is not worth the try.
  if (ground.rules.maxSessions > 0) return undefined;
  const token = createToken();
  const signedIn = await insertSession(change.sql, newSession(token, opening, ground), { mayEnd: false });
  if (signedIn.kind === 'limited') return undefined;
  if (signedIn.kind !== 'opened') throw refused(signedIn.kind);
  change.record(signedIn.event);
  return { session: signedIn.session, token };
}

const refused = (kind: 'unknown' | 'blocked' | 'limited'): CurfewError => new CurfewError(kind === 'blocked' ? 'device-blocked' : 'invalid-credentials');

function newSession(token: string, opening: Opening, { rules, key, locate }: OpeningGround): NewSession {
  const { userId, method, origin, claim, actor } = opening;
  const { given = noneGiven } = rules;
  const ofPeople = isOfPeople(opening);
  return {
    id: uuidV7(),
    eventId: uuidV7(),
    userId,
    tokenHash: Buffer.from(hashToken(token), 'base64url'),
    device: { ...describeDevice(origin, claim), id: deviceIdOf(key, userId, claim?.id ?? origin.deviceToken) },
    location: locate(origin.clientAddress ?? origin.ipAddress),
    method,
    userAgent: origin.userAgent?.slice(0, 512) ?? null,
    ipAddress: origin.ipAddress,
    idleTimeoutMs: { value: rules.idleTimeoutMs, given: given.idleTimeout },
    absoluteTimeoutMs: { value: rules.absoluteTimeoutMs, given: given.absoluteTimeout },
    maxSessions: ofPeople ? { value: rules.maxSessions, given: given.maxSessions } : { value: 0, given: true },
    actor: actor ?? { type: 'user', id: userId },
    requestId: origin.requestId,
  };
}

interface Limit {
  readonly session: Session;
  readonly maxSessions: number;
  readonly atLimit: AtLimit;
}

async function makeRoom(change: Change, { userId, origin }: Opening, { session, maxSessions: limit, atLimit }: Limit): Promise<void> {
  const { reason, toEnd } = maxSessions(limit);
  const tooMany = toEnd((await listLive(change.sql, userId)).filter(({ id }) => id !== session.id));
  if (tooMany.length > 0 && atLimit === 'refuse') throw new CurfewError('session-limit');
  const end = endOf(reason, { actor: { type: 'system', id: null }, requestId: origin.requestId, ipAddress: origin.ipAddress });
  for (const { id } of tooMany) await revokeOne(change, { sessionId: id, userId }, end);
}
