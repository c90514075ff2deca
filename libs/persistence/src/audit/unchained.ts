import type { Sql } from '../database.js';
import type { Place } from './span.js';

/** Where the chain ends: the last event that is in it, in the order of the log, and the hash that leans on all before. */
export interface ChainHead extends Place {
  readonly number: string;
  readonly hash: Buffer;
}

/** An event that is to be chained, with the digests of what it says. */
export interface Unchained extends Place {
  readonly occurredAt: Date;
  readonly originSalt: Buffer;
  readonly originDigest: Buffer;
  readonly contentSalt: Buffer;
  readonly contentDigest: Buffer;
  readonly digest: Buffer;
}

/** A link to write: its number and hash follow from the one before. */
export type Link = Unchained & { readonly number: number; readonly hash: Buffer };

/** Takes the end of the chain alone: two workers never write the same link. */
export async function lockChain(sql: Sql): Promise<ChainHead> {
  const [head] = await sql.query<ChainHead>(`select number::text, hash, epoch, xid::text, event_number::text as "eventNumber" from audit_head for update`);
  if (head === undefined) throw new Error('The audit trail has no head: run the migrations first.');
  return head;
}

/** The next settled events in the order of the log: no transaction that is still running can put one before them. */
export function readUnchained(sql: Sql, { epoch, xid, eventNumber }: ChainHead, limit: number): Promise<readonly Unchained[]> {
  return sql.query<Unchained>(unchainedSql, [epoch, xid, eventNumber, limit]);
}

/** Writes links, and moves the head to the last one, within the transaction of the lock. */
export async function writeLinks(sql: Sql, links: readonly Link[]): Promise<void> {
  await sql.query(linksSql, [
    links.map(({ number }) => number), links.map(({ epoch }) => epoch), links.map(({ xid }) => xid), links.map(({ eventNumber }) => eventNumber),
    links.map(({ occurredAt }) => occurredAt), links.map(({ originSalt }) => originSalt), links.map(({ originDigest }) => originDigest),
    links.map(({ contentSalt }) => contentSalt), links.map(({ contentDigest }) => contentDigest), links.map(({ digest }) => digest), links.map(({ hash }) => hash),
  ]);
  const last = links.at(-1);
  if (last === undefined) return;
  await sql.query('update audit_head set number = $1, hash = $2, epoch = $3, xid = $4::xid8, event_number = $5', [last.number, last.hash, last.epoch, last.xid, last.eventNumber]);
}

/** SQL: the digest of where an event `e` was done from, and of what it says of people; `salt` is an expression. */
export const originDigest = (salt: string): string => `sha256(${salt} || convert_to(coalesce(host(e.ip_address), ''), 'UTF8'))`;
export const contentDigest = (salt: string): string => `sha256(${salt} || convert_to(jsonb_build_array(e.session, e.actor_from, e.note, ${personalReason})::text, 'UTF8'))`;

// What a device is called by its user. Every other reason is a word of ours.
const personalReason = `case when e.type like 'device-%' then e.reason end`;
const publicReason = `case when e.type not like 'device-%' then e.reason end`;

/** SQL: the digest of an event `e`, of which `origin` and `content` are those two digests. */
export const eventDigest = (origin: string, content: string): string => `sha256(convert_to(jsonb_build_array(e.epoch, e.xid::text, e.number, e.id, e.type,
  (extract(epoch from e.occurred_at) * 1000)::bigint, e.user_id, e.session_id, e.actor_type, e.actor_id, ${publicReason}, e.spared_session_id, e.generation,
  e.request_id, e.receipt)::text, 'UTF8') || ${origin} || ${content})`;

const unchainedSql = `
  with e as materialized (
    select e.*, uuid_send(gen_random_uuid()) as origin_salt, uuid_send(gen_random_uuid()) as content_salt from session_events e
     where (e.epoch, e.xid, e.number) > ($1::int, $2::xid8, $3::bigint)
       and (e.epoch < (select epoch from realm) or e.xid < pg_snapshot_xmin(pg_current_snapshot()))
     order by e.epoch, e.xid, e.number limit $4),
  d as materialized (
    select e.*, ${originDigest('e.origin_salt')} as origin_digest, ${contentDigest('e.content_salt')} as content_digest from e)
  select e.epoch, e.xid::text, e.number::text as "eventNumber", e.occurred_at as "occurredAt", e.origin_salt as "originSalt", e.origin_digest as "originDigest",
         e.content_salt as "contentSalt", e.content_digest as "contentDigest", ${eventDigest('e.origin_digest', 'e.content_digest')} as digest
    from d e order by e.epoch, e.xid, e.number`;

const linksSql = `
  insert into audit_chain (number, epoch, xid, event_number, occurred_at, origin_salt, origin_digest, content_salt, content_digest, digest, hash)
  select * from unnest($1::bigint[], $2::int[], $3::text[]::xid8[], $4::bigint[], $5::timestamptz[], $6::bytea[], $7::bytea[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bytea[])`;
