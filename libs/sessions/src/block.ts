import { CurfewError, type EndReason } from '@curfew/contracts';
import { appendEvent, blockDevice, findSession, liveSessionsOfDevice, unblockDevice } from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import type { Change } from './change.js';
import type { By } from './origin.js';
import { endOf, revokeOne } from './revoke.js';

const reason: EndReason = 'revoked-by-user';

/**
 * Blocks the device of a session and ends all that it has open on the account, within a transaction. `not-found` for a session that is
 * not the user's, `device-unknown` for one that does not say which device it is, `forbidden` for the device that asks.
 */
export async function blockAndEnd(change: Change, which: { readonly sessionId: string; readonly userId: string }, by: By & { readonly currentId: string }): Promise<void> {
  const { sql } = change;
  if ((await findSession(sql, which.sessionId, which.userId)) === undefined) throw new CurfewError('not-found');
  const name = await blockDevice(sql, { ...which, id: uuidV7(), from: by.from ?? null });
  if (name === undefined) throw new CurfewError('device-unknown');
  const open = await liveSessionsOfDevice(sql, which);
  if (open.includes(by.currentId)) throw new CurfewError('forbidden');
  const end = endOf(reason, by);
  for (const sessionId of new Set([which.sessionId, ...open])) await revokeOne(change, { ...which, sessionId }, { ...end, by: { ...end.by, blocked: true } });
  const { actor, requestId, ipAddress } = by;
  change.record(await appendEvent(sql, { type: 'device-blocked', ...which, actor, reason: name, requestId: requestId ?? null, ipAddress: ipAddress ?? null }));
}

/** Lets a blocked device sign in again, within a transaction. */
export async function unblock(change: Change, { id, userId }: { readonly id: string; readonly userId: string }, { actor, requestId, ipAddress }: By): Promise<void> {
  const name = await unblockDevice(change.sql, id, userId);
  if (name === undefined) throw new CurfewError('not-found');
  change.record(await appendEvent(change.sql, { type: 'device-unblocked', userId, actor, reason: name, requestId: requestId ?? null, ipAddress: ipAddress ?? null }));
}
