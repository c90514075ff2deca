import type { AtLimit, DeviceType, Event, Location, Session } from '@curfew/contracts';

import type { Prepared, Sql } from '../database.js';
import { eventView } from './events.js';
import { writtenView } from './session-view.js';

/** A session to open. What it is judged by, its generations and whether it is unfamiliar are found where it is written, under their locks. */
export interface NewSession {
  readonly id: string;
  readonly eventId: string;
  readonly userId: string;
  readonly tokenHash: Buffer;
  readonly method: string;
  readonly device: {
    readonly id: string | null;
    readonly type: DeviceType;
    readonly name: string;
    readonly label: string | null;
    readonly os: string | null;
    readonly browser: string | null;
  };
  readonly userAgent: string | null;
  readonly ipAddress: string;
  readonly location: Location | null;
  readonly idleTimeoutMs: Rule;
  readonly absoluteTimeoutMs: Rule;
  /** How many sessions the user may have; 0: no limit. */
  readonly maxSessions: Rule;
  readonly actor: { readonly type: string; readonly id: string | null };
  readonly requestId: string | null;
}

/** What holds where no administrator has decided otherwise for the user's role; `given`: nor can one. */
export interface Rule {
  readonly value: number;
  readonly given: boolean;
}

/** What became of a sign-in. `limited`: it is not written, as others may have to end for it, and `mayEnd` did not say that they can. */
export type SignedIn =
  | { readonly kind: 'unknown' | 'blocked' | 'limited' }
  | { readonly kind: 'opened'; readonly session: Session; readonly event: Event; readonly maxSessions: number; readonly atLimit: AtLimit };

/**
 * Opens a session with its event, in one statement that takes the realm's lock shared and the user's row, and reads under them what it is judged by:
 * no generation ends under a sign-in. `mayEnd`: the caller's transaction goes on, and ends those that are too many, so the row is locked against others who do.
 */
export async function insertSession(sql: Sql, row: NewSession, { mayEnd }: { readonly mayEnd: boolean }): Promise<SignedIn> {
  const [judged] = await sql.query<Judged>(insertSql, [...valuesOf(row), mayEnd]);
  if (judged === undefined) throw new Error('A function that answers one row answered none.');
  const { maxSessions, atLimit, blocked, event } = judged;
  if (maxSessions === null) return { kind: 'unknown' };
  if (maxSessions > 0 && !mayEnd) return { kind: 'limited' };
  if (blocked === true) return { kind: 'blocked' };
  if (event === null || event.session === null) throw new Error('A session was neither refused nor opened.');
  return { kind: 'opened', session: event.session, event, maxSessions, atLimit: atLimit ?? 'end-oldest' };
}

function valuesOf({ device, location, idleTimeoutMs: idle, absoluteTimeoutMs: absolute, maxSessions: most, ...row }: NewSession): readonly unknown[] {
  const { country, region, city, latitude, longitude } = location ?? nowhere;
  return [
    row.id, row.userId, row.tokenHash, row.method, device.id, device.type, device.name, device.label, device.os, device.browser, row.userAgent, row.ipAddress,
    country, region, city, latitude, longitude,
    idle.value, idle.given, absolute.value, absolute.given, most.value, most.given, row.eventId, row.actor.type, row.actor.id, row.requestId,
  ];
}

const nowhere = { country: null, region: null, city: null, latitude: null, longitude: null };

interface Judged {
  /** Null for an unknown or disabled user, as all else. */
  readonly maxSessions: number | null;
  readonly atLimit: AtLimit | null;
  readonly blocked: boolean | null;
  readonly event: Event | null;
}

const timeout = (decided: string, value: string, given: string): string => `case when ${given} then ${value}::float8 else coalesce(${decided}, ${value}::float8) end * interval '1 millisecond'`;

// Only the function reads: this statement's own snapshot is older than the wait for the locks.
const insertSql: Prepared = { name: 'insert-session', text: `
  with g as (
    select g.*, ${timeout('g.idle_timeout_ms', '$18', '$19')} as idle, ${timeout('g.absolute_timeout_ms', '$20', '$21')} as absolute
      from ground_of_opening($2, $5, $7, $13, $22, $23, $28) g),
  s as (
    insert into sessions (id, user_id, token_hash, generation, realm_generation, method, device_id, device_type, device_name, device_label,
      device_os, device_browser, user_agent, ip_address, country, region, city, latitude, longitude, expires_at, absolute_expires_at, unfamiliar)
    select $1::uuid, $2::uuid, $3::bytea, g.generation, g.realm_generation, $4, $5, $6, $7, $8, $9, $10, $11, $12::inet, $13, $14, $15, $16::float8, $17::float8,
      now() + least(g.idle, g.absolute), now() + g.absolute, g.unfamiliar
      from g where not g.blocked and (g.session_limit = 0 or $28)
    returning *),
  e as (
    insert into session_events (epoch, id, type, user_id, session_id, actor_type, actor_id, session, request_id, ip_address)
    select g.epoch, $24::uuid, 'session-created', s.user_id, s.id, $25, $26, ${writtenView}, $27, s.ip_address from s, g
    returning *)
  select g.session_limit as "maxSessions", g.at_limit as "atLimit", g.blocked, case when e.id is not null then ${eventView} end as event from g left join e on true` };
