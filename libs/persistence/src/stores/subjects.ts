import type { Prepared, Sql } from '../database.js';

/** Someone whom a service signs in: known to it as `externalId`, without a password here. */
export interface NewSubject {
  readonly id: string;
  readonly externalId: string;
  readonly email: string | null;
  readonly name: string | null;
}

/** A subject's account, as it is. */
export type Subject = NewSubject;

/** A subject that was made or changed, or was so already. */
export interface WrittenSubject {
  readonly id: string;
  readonly made: boolean;
  readonly changed: boolean;
}

/** Makes the account of a subject, or brings its address and name up to date; undefined when the address is another account's. */
export async function writeSubject(sql: Sql, { id, externalId, email, name }: NewSubject): Promise<WrittenSubject | undefined> {
  const [row] = await sql.query<WrittenSubject>(writeSql, [id, externalId, email, name]);
  return row;
}

/** Those of these subjects that have an account. */
export function findSubjects(sql: Sql, externalIds: readonly string[]): Promise<readonly Subject[]> {
  return sql.query<Subject>(findSql, [externalIds]);
}

/** What accounts are called elsewhere, for those that are. */
export async function findExternalIds(sql: Sql, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query<{ readonly id: string; readonly externalId: string }>(
    'select id, external_id as "externalId" from users where id = any($1::uuid[]) and external_id is not null',
    [userIds],
  );
  return new Map(rows.map(({ id, externalId }) => [id, externalId]));
}

const findSql: Prepared = { name: 'find-subjects', text: 'select id, external_id as "externalId", email, name from users where external_id = any($1::text[])' };

// Nobody gets hold of an account by its address: a subject whose address is another account's is not written at all.
const writeSql = `
  with b as (select email, name from users where external_id = $2::text),
  w as (
  insert into users (id, external_id, email, name)
  select $1::uuid, $2::text, $3::text, $4::text
   where $3::text is null or not exists (select from users where email = $3 and external_id is distinct from $2)
  on conflict (external_id) do update set email = coalesce(excluded.email, users.email), name = coalesce(excluded.name, users.name)
  returning id, email, name)
  select w.id, w.id = $1::uuid as made, w.id <> $1::uuid and (w.email is distinct from b.email or w.name is distinct from b.name) as changed from w left join b on true`;
