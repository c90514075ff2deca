import { CurfewError, type Event, type ServiceSignIn } from '@curfew/contracts';
import { appendEvent, findSubjects, joined, writeSubject, type Database, type Sql, type Subject } from '@curfew/persistence';
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

/** The accounts of those whom services sign in, as they are. Who asks at once is answered by one read. */
export class Subjects {
  private readonly find: (externalId: string) => Promise<Subject | undefined>;

  constructor(database: Database) {
    this.find = joined(async (externalIds) => new Map((await findSubjects(database, externalIds)).map((subject) => [subject.externalId, subject])));
  }

  /** The account of a subject. @throws CurfewError `not-found` */
  async idOf(externalId: string): Promise<string> {
    const subject = await this.find(externalId);
    if (subject === undefined) throw new CurfewError('not-found');
    return subject.id;
  }

  /** The account of a subject that is as it is told here already; undefined where it is to be made or brought up to date. */
  async upToDate({ externalId, email, name }: ServiceSignIn['subject']): Promise<string | undefined> {
    const subject = await this.find(externalId);
    const same = subject !== undefined && (email ?? subject.email) === subject.email && (name ?? subject.name) === subject.name;
    return same ? subject.id : undefined;
  }
}

// Two who come at once with one address: the second meets the index (SQLSTATE 23505).
const taken = (error: unknown): undefined => {
  if (error instanceof Error && 'code' in error && error.code === '23505') return undefined;
  throw error;
};
