import type { AdminUser, Role, User } from '@curfew/contracts';

import type { Prepared, Sql } from '../database.js';
import { ofPeople } from './canaries.js';

/** An account as it is kept; `email` is in its canonical form. */
export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly createdAt: string;
  readonly disabled: boolean;
  /** It has an address and no password: its owner has not accepted yet. */
  readonly invited: boolean;
}

/** The contract's User. */
export const userView = ({ id, email, name, role, createdAt, disabled }: UserRow): User => ({ id, email, name, role, createdAt, disabled });

/** The same as administrators see it. */
export const adminUserView = (row: UserRow): AdminUser => (row.invited ? { ...userView(row), invited: true } : userView(row));

const columns = `id, coalesce(email, '') as email, name, role, disabled_at is not null as disabled,
  email is not null and password_hash is null and external_id is null as invited,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"`;

const lockSql: Prepared = { name: 'lock-user', text: `select ${columns} from users where id = $1 for no key update` };

/** An account to insert. */
export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly passwordHash: string | null;
}

/** Inserts an account; undefined when its address is taken. */
export async function insertUser(sql: Sql, { id, email, name, role, passwordHash }: NewUser): Promise<UserRow | undefined> {
  const [row] = await sql.query<UserRow>(
    `insert into users (id, email, name, role, password_hash) values ($1, $2, $3, $4, $5) on conflict (email) do nothing returning ${columns}`,
    [id, email, name, role, passwordHash],
  );
  return row;
}

/** The account of an address, with what its password is checked against. */
export async function findUserByEmail(sql: Sql, email: string): Promise<(UserRow & { readonly passwordHash: string | null }) | undefined> {
  const [row] = await sql.query<UserRow & { readonly passwordHash: string | null }>(
    `select ${columns}, password_hash as "passwordHash" from users where email = $1`,
    [email],
  );
  return row;
}

export async function findUser(sql: Sql, id: string): Promise<UserRow | undefined> {
  const [row] = await sql.query<UserRow>(`select ${columns} from users where id = $1 and ${ofPeople('id')}`, [id]);
  return row;
}

/** Takes the user's row alone: no sign-in of this user commits meanwhile, and its generation may be ended. */
export async function lockUser(sql: Sql, id: string): Promise<UserRow | undefined> {
  const [row] = await sql.query<UserRow>(lockSql, [id]);
  return row;
}

/** Whether this is an administrator who may sign in. */
export async function isAdministrator(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query(`select from users where id = $1 and role = 'admin' and disabled_at is null`, [id]);
  return rows.length === 1;
}

export async function findPasswordHash(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql.query<{ readonly hash: string | null }>('select password_hash as hash from users where id = $1', [id]);
  return row?.hash ?? null;
}

export async function setPasswordHash(sql: Sql, id: string, hash: string): Promise<void> {
  await sql.query('update users set password_hash = $2 where id = $1', [id, hash]);
}

/** What of an account is to change; what is left out stays. */
export interface UserChange {
  readonly name?: string | null | undefined;
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
}

/** Changes an account that exists; undefined when it does not. */
export async function updateUser(sql: Sql, id: string, { name, role, disabled }: UserChange): Promise<UserRow | undefined> {
  const [row] = await sql.query<UserRow>(
    `update users set name = case when $2 then $3 else name end, role = coalesce($4, role),
            disabled_at = case when $5::boolean is null then disabled_at when $5 then coalesce(disabled_at, now()) end
      where id = $1 returning ${columns}`,
    [id, name !== undefined, name ?? null, role ?? null, disabled ?? null],
  );
  return row;
}

/** Takes the rows of all enabled administrators, in one order, and says how many they are. */
export async function lockAdministrators(sql: Sql): Promise<number> {
  return (await sql.query(`select id from users where role = 'admin' and disabled_at is null order by id for no key update`)).length;
}

/** Newest first; `q` is the beginning of an address or a name; `after` are the last row's time and id. */
export interface UserListQuery {
  readonly q?: string | undefined;
  readonly limit: number;
  readonly after?: readonly (string | number)[] | undefined;
}

export function listUsers(sql: Sql, { q, limit, after }: UserListQuery): Promise<readonly UserRow[]> {
  const values: unknown[] = [limit];
  const conditions = [ofPeople('id')];
  if (q !== undefined) {
    const beginning = `$${values.push(`${q.toLowerCase().replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`)}`;
    conditions.push(`(email like ${beginning} or lower(name) like ${beginning})`);
  }
  if (after !== undefined) conditions.push(`(created_at, id) < ($${values.push(after[0])}::timestamptz, $${values.push(after[1])}::uuid)`);
  return sql.query<UserRow>(`select ${columns} from users where ${conditions.join(' and ')} order by created_at desc, id desc limit $1`, values);
}

/** Uses a set-up link up; false when it was used, is too old, never was, or there is an administrator already. */
export async function takeSetUpSecret(sql: Sql, hash: Buffer): Promise<boolean> {
  const rows = await sql.query(
    `update set_up_links set used_at = now()
      where secret_hash = $1 and used_at is null and expires_at > now() and not exists (select from users where role = 'admin') returning 1`,
    [hash],
  );
  return rows.length === 1;
}
