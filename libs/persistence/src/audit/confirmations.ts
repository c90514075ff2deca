import type { Sql } from '../database.js';
import { ofPeople } from '../stores/canaries.js';
import { countedSpanValues, eventsWithin, type CountedSpan } from './span.js';

/** Notes the revocations of a span of the log, whose confirmation is awaited from now on. Canaries' are not. */
export async function awaitConfirmations(sql: Sql, span: CountedSpan): Promise<void> {
  await sql.query(
    `insert into unconfirmed_revocations (event_id, epoch, xid, event_number, occurred_at, user_id, session_id, reason, request_id)
     select e.id, e.epoch, e.xid, e.number, e.occurred_at, e.user_id, e.session_id, e.reason, e.request_id from ${eventsWithin} e
      where e.type in ('session-revoked', 'sessions-revoked') and ${ofPeople('e.user_id')} on conflict do nothing`,
    countedSpanValues(span),
  );
}

/** A revocation that is not known to be confirmed, with the consumers that have applied it. */
export interface Unconfirmed {
  readonly eventId: string;
  readonly seenBy: readonly string[];
}

/** The oldest revocations of this epoch that are not known to be confirmed. */
export function readUnconfirmed(sql: Sql, limit: number): Promise<readonly Unconfirmed[]> {
  return sql.query<Unconfirmed>(
    `select u.event_id as "eventId",
            array(select c.id::text from consumers c where pg_visible_in_snapshot(u.xid, c.applied)) as "seenBy"
       from unconfirmed_revocations u join realm r on r.epoch = u.epoch order by u.occurred_at limit $1`,
    [limit],
  );
}

/** What was found of a revocation: every consumer that counts knows of it. */
export interface Confirmation {
  readonly eventId: string;
  readonly acknowledged: number;
  readonly live: number;
  readonly socketsClosed: number;
}

/** Writes `revocation-confirmed`, once for each revocation however many workers find it. Answers how many. */
export async function writeConfirmations(sql: Sql, found: readonly Confirmation[]): Promise<number> {
  const rows = await sql.query(confirmedSql, [
    found.map(({ eventId }) => eventId), found.map(({ acknowledged }) => acknowledged), found.map(({ live }) => live), found.map(({ socketsClosed }) => socketsClosed),
  ]);
  return rows.length;
}

/** Gives up what can never be confirmed any more: of an epoch that is over, or a day old. */
export async function forgetUnconfirmed(sql: Sql): Promise<void> {
  await sql.query(`delete from unconfirmed_revocations u using realm r where u.epoch <> r.epoch or u.occurred_at < now() - interval '1 day'`);
}

const confirmedSql = `
  with n as (select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) n (id, acknowledged, live, closed)),
  u as (delete from unconfirmed_revocations u using n where u.event_id = n.id returning u.*, n.acknowledged, n.live, n.closed)
  insert into session_events (epoch, id, type, user_id, session_id, actor_type, reason, request_id, receipt)
  select r.epoch, uuid_v7(), 'revocation-confirmed', u.user_id, u.session_id, 'system', u.reason, u.request_id,
         jsonb_build_object('eventId', u.event_id, 'position', u.xid || '-' || u.event_number,
           'consumers', jsonb_build_object('acknowledged', u.acknowledged, 'live', u.live), 'socketsClosed', u.closed,
           'elapsedMs', greatest(0, round(extract(epoch from clock_timestamp() - u.occurred_at) * 1000)))
    from u, realm r returning 1`;
