import { CurfewError, type Event, type ServiceSignIn } from '@curfew/contracts';
import { appendEvent, findSubject, writeSubject, type Sql } from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import type { Act } from '../act.js';

/** The account of someone whom a service knows, made at their first sign-in and brought up to date at each later one, within a transaction. @throws CurfewError `email-taken`: an address proves nothing */
export const admitSubject = async (sql: Sql, { externalId, email, name }: ServiceSignIn['subject'], act: Act): Promise<{ readonly userId: string; readonly events: readonly Event[] }> => {
  const subject = await writeSubject(sql, { id: uuidV7(), externalId, email: email ?? null, name: name ?? null }).catch(taken);
  if (subject === undefined) throw new CurfewError('email-taken');
  const { id: userId, made, changed } = subject;
  if (!made && !changed) return { userId, events: [] };
  return { userId, events: [await appendEvent(sql, { type: made ? 'user-created' : 'user-updated', userId, ...act })] };
};

/** The account of a subject. @throws CurfewError `not-found` */
export const subjectOf = async (sql: Sql, externalId: string): Promise<string> => {
  const userId = await findSubject(sql, externalId);
  if (userId === undefined) throw new CurfewError('not-found');
  return userId;
};

// Two who come at once with one address: the second meets the index (SQLSTATE 23505).
const taken = (error: unknown): undefined => {
  if (error instanceof Error && 'code' in error && error.code === '23505') return undefined;
  throw error;
};
