import type { Sql } from '../database.js';

/** How many sockets of a session are open at one gateway; 0 takes it out. */
export interface PresenceChange {
  readonly sessionId: string;
  readonly connections: number;
}

/** Writes what has changed at one gateway, many sessions in one go. The gateway's own row of consumers must exist. */
export async function writePresence(sql: Sql, consumerId: string, changes: readonly PresenceChange[]): Promise<void> {
  const open = changes.filter(({ connections }) => connections > 0);
  const gone = changes.filter(({ connections }) => connections === 0);
  if (gone.length > 0) {
    await sql.query('delete from presence where consumer_id = $1 and session_id = any($2::uuid[])', [consumerId, gone.map(({ sessionId }) => sessionId)]);
  }
  if (open.length === 0) return;
  await sql.query(
    `insert into presence (session_id, consumer_id, connections)
     select n.session_id, c.id, n.connections from unnest($2::uuid[], $3::int[]) n (session_id, connections) join consumers c on c.id = $1
     on conflict (session_id, consumer_id) do update set connections = excluded.connections`,
    [consumerId, open.map(({ sessionId }) => sessionId), open.map(({ connections }) => connections)],
  );
}

/** Takes all of a gateway out, as it starts or stops. */
export async function clearPresence(sql: Sql, consumerId: string): Promise<void> {
  await sql.query('delete from presence where consumer_id = $1', [consumerId]);
}

/** What is open of a session now, on all gateways that are online. */
export interface Online {
  readonly sessionId: string;
  readonly userId: string;
  readonly connections: number;
  readonly lastActiveAt: string;
}

export function readOnline(sql: Sql, sessionIds: readonly string[]): Promise<readonly Online[]> {
  return sql.query<Online>(
    `select s.id as "sessionId", s.user_id as "userId", o.connections,
            to_char(s.last_active_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastActiveAt"
       from sessions s left join lateral (
         select coalesce(sum(p.connections), 0)::int as connections from presence p
           join consumers c on c.id = p.consumer_id and c.online_until > now() where p.session_id = s.id) o on true
      where s.id = any($1::uuid[])`,
    [sessionIds],
  );
}
