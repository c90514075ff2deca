import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { OwnDatabase } from '../support/database.js';

/** A user with as many sessions as were asked for, written straight into the database: signing in costs more than what is measured. */
export interface Inhabitant {
  readonly userId: string;
  /** In the order of `tokens`. */
  readonly sessionIds: readonly string[];
  readonly tokens: readonly string[];
}

/** So many users with so many sessions each, two unless told. */
export async function populate({ query }: OwnDatabase, users: number, each = 2): Promise<readonly Inhabitant[]> {
  const tokens = Array.from({ length: users * each }, () => randomBytes(32).toString('base64url'));
  const rows = await query<{ userId: string; sessionId: string; at: number }>(
    `with u as (insert into users (id, email, name) select uuid_v7(), uuid_v7() || '@example.com', 'measured' from generate_series(1, $1) returning id, generation),
     n as (select id, generation, row_number() over () as at from u),
     s as (${insertSessions(`n.id, t.hash, n.generation`, `n join unnest($2::bytea[]) with ordinality t (hash, at) on (t.at - 1) / $3 + 1 = n.at`)} returning id, user_id, token_hash)
     select s.user_id as "userId", s.id as "sessionId", t.at::int from s join unnest($2::bytea[]) with ordinality t (hash, at) on t.hash = s.token_hash order by t.at`,
    [users, tokens.map((token) => createHash('sha256').update(token).digest()), each],
  );
  return Array.from({ length: users }, (_, index) => {
    const own = rows.slice(index * each, (index + 1) * each);
    return { userId: own[0]?.userId ?? '', sessionIds: own.map(({ sessionId }) => sessionId), tokens: tokens.slice(index * each, (index + 1) * each) };
  });
}

/** One user with so many sessions that nobody holds. Resolves when the database has calmed down. */
export async function crowd({ query }: OwnDatabase, sessions: number): Promise<string> {
  const [user] = await query<{ id: string }>(`insert into users (id, email, name) values (uuid_v7(), uuid_v7() || '@example.com', 'crowd') returning id`);
  const id = user?.id ?? '';
  await query(insertSessions(`u.id, sha256(uuid_v7()::text::bytea), u.generation`, `users u, generate_series(1, $2) where u.id = $1`), [id, sessions]);
  await query('analyze sessions');
  await pause(500);
  return id;
}

const insertSessions = (owner: string, from: string): string => `
  insert into sessions (id, user_id, token_hash, generation, realm_generation, method, device_type, device_name, ip_address, expires_at, absolute_expires_at)
  select uuid_v7(), ${owner}, (select generation from realm), 'password', 'desktop', 'Firefox on Ubuntu', '127.0.0.1', now() + interval '14 days', now() + interval '30 days' from ${from}`;
