import { createHash, randomBytes } from 'node:crypto';

import { CurfewError, type Invitation, type User } from '@curfew/contracts';
import { adminUserView, appendAudit, appendEvent, findPasswordHash, insertInvitation, insertUser, lockUser, setPasswordHash, takeInvitation, updateUser, userView, type Sql } from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import { own, type Act } from './act.js';
import type { ChangedAccount } from './sign-up.js';

/** An account without a password, and the secret of the one link by which its owner chooses one. Only the secret's hash is kept. */
export interface InvitedAccount extends ChangedAccount {
  readonly secret: string;
}

/** Makes an account for someone else, with an invitation of 72 hours. @throws CurfewError `email-taken` */
export const invite = async (sql: Sql, { email, name, role }: Invitation, act: Act): Promise<InvitedAccount> => {
  const row = await insertUser(sql, { id: uuidV7(), email, name: name ?? null, role, passwordHash: null });
  if (row === undefined) throw new CurfewError('email-taken');
  const event = await appendEvent(sql, { type: 'user-created', userId: row.id, reason: 'invited', ...act });
  return { user: adminUserView(row), events: [event], secret: await secretFor(sql, row.id, act) };
};

/** Makes a new link for someone who has not accepted yet; the one before opens nothing any more. @throws CurfewError `not-found`, `conflict` once there is a password */
export const inviteAgain = async (sql: Sql, userId: string, act: Act): Promise<InvitedAccount> => {
  const row = await lockUser(sql, userId);
  if (row === undefined || row.email === '') throw new CurfewError('not-found');
  if (row.disabled || (await findPasswordHash(sql, userId)) !== null) throw new CurfewError('conflict', { detail: 'This account is in use already, or is disabled.' });
  return { user: adminUserView(row), events: [], secret: await secretFor(sql, userId, act) };
};

/** Gives an invited account its password, hashed already outside of the transaction. The secret works once. @throws CurfewError `invalid-secret` */
export const acceptInvitation = async (sql: Sql, { secret, passwordHash, name }: Acceptance, request: Omit<Act, 'actor'>): Promise<ChangedAccount> => {
  const userId = await takeInvitation(sql, sha256(secret));
  if (userId === undefined) throw new CurfewError('invalid-secret');
  await setPasswordHash(sql, userId, passwordHash);
  const row = await updateUser(sql, userId, name === undefined ? {} : { name });
  if (row === undefined) throw new CurfewError('invalid-secret');
  await appendAudit(sql, { type: 'invitation-accepted', userId, ...own(userId, request) });
  const user: User = userView(row);
  return { user, events: [] };
};

interface Acceptance {
  readonly secret: string;
  readonly passwordHash: string;
  readonly name?: string | undefined;
}

const secretFor = async (sql: Sql, userId: string, act: Act): Promise<string> => {
  const secret = randomBytes(32).toString('base64url');
  await insertInvitation(sql, userId, sha256(secret));
  await appendAudit(sql, { type: 'invitation-made', userId, ...act });
  return secret;
};

const sha256 = (secret: string): Buffer => createHash('sha256').update(secret).digest();
