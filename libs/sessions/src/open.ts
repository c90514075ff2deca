import { CurfewError, isOfPeople, type Actor, type Device, type DeviceClaim, type Location, type Session } from '@curfew/contracts';
import { insertSession, listLive, lockUser, readFamiliarity, readPolicyOf, shareRealm, shareUser, type Sql } from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import type { Change } from './change.js';
import { describeDevice } from './device/describe.js';
import { deviceIdOf, isUnfamiliar } from './familiar.js';
import type { Origin } from './origin.js';
import { effective, type Effective } from './policies/effective.js';
import { maxSessions } from './policies/max-sessions.js';
import { endOf, revokeOne } from './revoke.js';
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

/** What sign-ins are judged by. `locate` says where an address is, roughly. */
export interface OpeningGround {
  readonly rules: SessionRules;
  /** Keys the ids of devices. */
  readonly key: Buffer;
  readonly locate: (ipAddress: string) => Location | null;
}

/** Opens a session within a transaction: locks first, then the generations, the policies and the row. A disabled user gets 401, a blocked device 403. */
export async function openSession(change: Change, opening: Opening, ground: OpeningGround): Promise<Opened> {
  const { sql } = change;
  const { rules } = ground;
  await shareRealm(sql);
  const policy = effective(rules, await readPolicyOf(sql, opening.userId));
  const most = isOfPeople(opening) ? policy.maxSessions : 0;
  if (most > 0) await lockUser(sql, opening.userId);
  const generations = await shareUser(sql, opening.userId);
  if (generations === undefined) throw new CurfewError('invalid-credentials');
  const seen = await recognise(sql, opening, ground);
  if (most > 0) await makeRoom(change, opening, { ...policy, maxSessions: most });
  const token = createToken();
  const { session, event } = await insertSession(sql, {
    id: uuidV7(),
    eventId: uuidV7(),
    userId: opening.userId,
    tokenHash: Buffer.from(hashToken(token), 'base64url'),
    ...generations,
    ...seen,
    method: opening.method,
    userAgent: opening.origin.userAgent?.slice(0, 512) ?? null,
    ipAddress: opening.origin.ipAddress,
    idleTimeoutMs: policy.idleTimeoutMs,
    absoluteTimeoutMs: policy.absoluteTimeoutMs,
    actor: opening.actor ?? { type: 'user', id: opening.userId },
    requestId: opening.origin.requestId,
  });
  change.record(event);
  return { session, token };
}

interface Recognised {
  readonly device: Device;
  readonly location: Location | null;
  readonly unfamiliar: boolean;
}

async function recognise(sql: Sql, { userId, origin, claim }: Opening, { key, locate }: OpeningGround): Promise<Recognised> {
  const device = { ...describeDevice(origin, claim), id: deviceIdOf(key, userId, claim?.id ?? origin.deviceToken) };
  const location = locate(origin.clientAddress ?? origin.ipAddress);
  const familiarity = await readFamiliarity(sql, { userId, deviceId: device.id, name: device.name, country: location?.country ?? null });
  if (familiarity.blocked) throw new CurfewError('device-blocked');
  return { device, location, unfamiliar: isUnfamiliar(familiarity) };
}

async function makeRoom(change: Change, { userId, origin }: Opening, policy: Effective): Promise<void> {
  const { reason, toEnd } = maxSessions(policy.maxSessions);
  const tooMany = toEnd(await listLive(change.sql, userId));
  if (tooMany.length > 0 && policy.atLimit === 'refuse') throw new CurfewError('session-limit');
  const end = endOf(reason, { actor: { type: 'system', id: null }, requestId: origin.requestId, ipAddress: origin.ipAddress });
  for (const { id } of tooMany) await revokeOne(change, { sessionId: id, userId }, end);
}
