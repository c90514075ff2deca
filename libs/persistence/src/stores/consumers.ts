import type { Prepared, Sql } from '../database.js';
import { sourceHere } from './realm.js';

/** How a consumer stands in the database: one registration a process start. */
export interface Registration {
  readonly id: string;
  readonly kind: string;
  readonly label: string | null;
  readonly leaseMs: number;
  readonly allowsWhenStale: boolean;
}

/** What a renewal says: the snapshot of the last poll whose answer is applied, and how many sockets are open. */
export interface Renewal {
  readonly applied: string | null;
  readonly sockets: number;
}

/** Makes or renews a consumer's row, and commits before the log is read: who did not see this consumer will be seen by it. Answers where: only there may the log be read. */
export async function renewConsumer(sql: Sql, { id, kind, label, leaseMs, allowsWhenStale }: Registration, { applied, sockets }: Renewal): Promise<string> {
  const [row] = await sql.query<{ readonly source: string }>(
    `insert into consumers (id, kind, label, lease_ms, allows_when_stale, renewals, applied, sockets, online_until)
     values ($1, $2, $3, $4::int, $5, 1, $6::pg_snapshot, $7, now() + $4::int * interval '1 millisecond')
     on conflict (id) do update set renewals = consumers.renewals + 1, applied = excluded.applied, sockets = excluded.sockets,
       renewed_at = now(), online_until = excluded.online_until
     returning (select ${sourceHere} from realm r) as source`,
    [id, kind, label, leaseMs, allowsWhenStale, applied, sockets],
  );
  if (row === undefined) throw new Error('A renewal answered no row.');
  return row.source;
}

/** Removes a consumer that has stopped admitting for good, and what it had online. */
export async function removeConsumer(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from consumers where id = $1', [id]);
}

/** Removes consumers that are known to be dead, unless one has renewed since; their presence goes with them. Answers how many. */
export async function removeLapsedConsumers(sql: Sql, dead: readonly { readonly id: string; readonly renewals: string }[]): Promise<number> {
  const rows = await sql.query(
    `delete from consumers c using unnest($1::uuid[], $2::bigint[]) d (id, renewals)
      where c.id = d.id and c.renewals = d.renewals and not c.allows_when_stale returning 1`,
    [dead.map(({ id }) => id), dead.map(({ renewals }) => renewals)],
  );
  return rows.length;
}

/** Removes one that has not renewed since, and would be waited for, too, where it allows when stale. Answers what it was. */
export async function removeGoneConsumer(sql: Sql, { id, renewals }: { readonly id: string; readonly renewals: string }): Promise<{ readonly kind: string; readonly label: string | null } | undefined> {
  const [row] = await sql.query<{ readonly kind: string; readonly label: string | null }>('delete from consumers where id = $1 and renewals = $2::bigint returning kind, label', [id, renewals]);
  return row;
}

/** A consumer as a receipt sees it. `seen`: the event asked for is visible in the snapshot that this consumer has applied. */
export interface ConsumerRow {
  readonly id: string;
  readonly kind: string;
  readonly label: string | null;
  readonly renewals: string;
  readonly seen: boolean;
  readonly leaseMs: number;
  readonly allowsWhenStale: boolean;
  readonly sockets: number;
  readonly registeredAt: string;
  readonly renewedAt: string;
  /** Which cluster says so. */
  readonly source: string;
}

/** All consumers, judged by the transaction `xid` of an event (null: none is asked for). */
export async function readConsumers(sql: Sql, xid: string | null): Promise<readonly ConsumerRow[]> {
  const judged = await readConsumersFor(sql, xid === null ? [] : [xid]);
  return judged(xid ?? '');
}

/** The same for the events of several transactions, by one read: answers how all consumers stand to one of them. */
export async function readConsumersFor(sql: Sql, xids: readonly string[]): Promise<(xid: string) => readonly ConsumerRow[]> {
  const rows = await sql.query<Omit<ConsumerRow, 'seen'> & { readonly visible: readonly string[] }>(consumersSql, [xids]);
  return (xid) => rows.map(({ visible, ...row }) => ({ ...row, seen: visible.includes(xid) }));
}

const consumersSql: Prepared = { name: 'read-consumers', text: `
  select id, kind, label, renewals::text, lease_ms as "leaseMs", allows_when_stale as "allowsWhenStale", sockets,
         array(select x::text from unnest($1::xid8[]) x where pg_visible_in_snapshot(x, applied)) as visible,
         to_char(registered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "registeredAt",
         to_char(renewed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "renewedAt", (select ${sourceHere} from realm r) as source
    from consumers order by registered_at, id limit 2000` };
