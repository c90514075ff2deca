import { auditOnly, type Actor, type AuditType, type Event, type EventType, type Session } from '@curfew/contracts';
import { v7 as uuidV7 } from 'uuid';

import type { Sql } from '../database.js';

/** A fact to append. It stands in the log with the change that it tells of, or not at all: give it that change's transaction. */
export interface NewEvent {
  readonly type: EventType;
  readonly userId: string | null;
  readonly sessionId?: string | null;
  readonly actor: Actor;
  readonly reason?: string | null;
  readonly session?: Session | null;
  readonly requestId?: string | null;
  readonly ipAddress?: string | null;
}

/** The contract's Event as jsonb, from a row `e`: the one place where a row becomes a view. */
export const eventView = `jsonb_build_object(
  'id', e.id, 'position', e.xid || '-' || e.number, 'type', e.type,
  'occurredAt', to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'userId', e.user_id, 'sessionId', e.session_id, 'actor', jsonb_build_object('type', e.actor_type, 'id', e.actor_id),
  'reason', e.reason, 'session', e.session, 'requestId', e.request_id)
  || case when e.type = 'sessions-revoked' then jsonb_build_object('from', e.actor_from, 'sparedSessionId', e.spared_session_id, 'generation', e.generation)
     else '{}'::jsonb end`;

/** SQL: of a row `e`, that it is told to consumers and users, and does not stand in the audit trail alone. */
export const isTold = `e.type not in (${auditOnly.options.map((type) => `'${type}'`).join(', ')})`;

/** Appends one event to the log. */
export async function appendEvent(sql: Sql, event: NewEvent): Promise<Event> {
  const [row] = await sql.query<{ readonly event: Event }>(appendSql, appendValues(event));
  if (row === undefined) throw new Error('The database has no realm: run the migrations first.');
  return row.event;
}

/** Appends to the audit trail what no consumer is told of. */
export async function appendAudit(sql: Sql, event: Omit<NewEvent, 'type'> & { readonly type: AuditType; readonly note?: string }): Promise<void> {
  await sql.query(appendSql, appendValues(event));
}

/** An event with where it stands, for the cursor of the page that ends with it. */
export interface ListedEvent {
  readonly event: Event;
  readonly number: string;
}

/** Newest first; `after` are the last row's time and number. */
export interface EventQuery {
  readonly userId: string;
  readonly limit: number;
  readonly after?: readonly (string | number)[];
}

/** A user's own events, newest first. */
export function listEvents(sql: Sql, { userId, limit, after }: EventQuery): Promise<readonly ListedEvent[]> {
  const [at, number] = after ?? [];
  const keyset = after === undefined ? '' : 'and (e.occurred_at, e.number) < ($3::timestamptz, $4::bigint)';
  return sql.query<ListedEvent>(
    `select ${eventView} as event, e.number::text from session_events e
      where e.user_id = $1 and ${isTold} ${keyset} order by e.occurred_at desc, e.number desc limit $2`,
    after === undefined ? [userId, limit] : [userId, limit, at, number],
  );
}

const appendValues = (event: Omit<NewEvent, 'type'> & { readonly type: string; readonly note?: string }): readonly unknown[] => [
  uuidV7(),
  event.type,
  event.userId,
  event.sessionId ?? null,
  event.actor.type,
  event.actor.id,
  event.reason ?? null,
  event.session === undefined || event.session === null ? null : JSON.stringify(event.session),
  event.requestId ?? null,
  event.ipAddress ?? null,
  event.note ?? null,
];

const appendSql = `
  with e as (
    insert into session_events (epoch, id, type, user_id, session_id, actor_type, actor_id, reason, session, request_id, ip_address, note)
    select epoch, $1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10::inet, $11 from realm
    returning *)
  select ${eventView} as event from e`;
