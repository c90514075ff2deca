import { CurfewError, isOfPeople, type Actor, type Device, type DeviceClaim, type Location, type Session } from '@curfew/contracts';
import { insertSession, listLive, lockUser, readFamiliarity, readSignIn, shareUser, type NewSession, type SeenDevice, type SignInGround, type Sql } from '@curfew/persistence';
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
  const { device, location } = recognised(opening, ground);
  const seen = { userId: opening.userId, deviceId: device.id, name: device.name, country: location?.country ?? null };
  const ofPeople = isOfPeople(opening);
  const { decided, user } = await readSignIn(sql, { ...seen, most: ofPeople ? rules.maxSessions : 0, fixed: !ofPeople || rules.given?.maxSessions === true });
  const policy = effective(rules, decided);
  const found = ofPeople && policy.maxSessions > 0 ? await underLimit(sql, seen) : user;
  if (found === null) throw new CurfewError('invalid-credentials');
  if (found.blocked) throw new CurfewError('device-blocked');
  if (ofPeople && policy.maxSessions > 0) await makeRoom(change, opening, policy);
  return write(change, opening, { ...policy, ...found, unfamiliar: isUnfamiliar(found), device, location });
}

type Judged = Effective & Pick<NewSession, 'generation' | 'realmGeneration' | 'location' | 'unfamiliar'> & { readonly device: Device };

async function write(change: Change, { userId, method, origin, actor }: Opening, judged: Judged): Promise<Opened> {
  const token = createToken();
  const { generation, realmGeneration, device, location, unfamiliar, idleTimeoutMs, absoluteTimeoutMs } = judged;
  const { session, event } = await insertSession(change.sql, {
    id: uuidV7(),
    eventId: uuidV7(),
    userId,
    tokenHash: Buffer.from(hashToken(token), 'base64url'),
    generation,
    realmGeneration,
    device,
    location,
    unfamiliar,
    method,
    userAgent: origin.userAgent?.slice(0, 512) ?? null,
    ipAddress: origin.ipAddress,
    idleTimeoutMs,
    absoluteTimeoutMs,
    actor: actor ?? { type: 'user', id: userId },
    requestId: origin.requestId,
  });
  change.record(event);
  return { session, token };
}

const recognised = ({ userId, origin, claim }: Opening, { key, locate }: OpeningGround): { readonly device: Device; readonly location: Location | null } => ({
  device: { ...describeDevice(origin, claim), id: deviceIdOf(key, userId, claim?.id ?? origin.deviceToken) },
  location: locate(origin.clientAddress ?? origin.ipAddress),
});

// Of two who sign in as one user at once the second counts what the first opened: it waits for the user's row.
async function underLimit(sql: Sql, seen: SeenDevice): Promise<SignInGround['user']> {
  await lockUser(sql, seen.userId);
  const generations = await shareUser(sql, seen.userId);
  return generations === undefined ? null : { ...generations, ...(await readFamiliarity(sql, seen)) };
}

async function makeRoom(change: Change, { userId, origin }: Opening, policy: Effective): Promise<void> {
  const { reason, toEnd } = maxSessions(policy.maxSessions);
  const tooMany = toEnd(await listLive(change.sql, userId));
  if (tooMany.length > 0 && policy.atLimit === 'refuse') throw new CurfewError('session-limit');
  const end = endOf(reason, { actor: { type: 'system', id: null }, requestId: origin.requestId, ipAddress: origin.ipAddress });
  for (const { id } of tooMany) await revokeOne(change, { sessionId: id, userId }, end);
}
