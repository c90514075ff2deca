import type { Sql } from '../database.js';
import { isWithin, spanValues, type Place, type Span } from './span.js';
import { contentDigest, eventDigest, originDigest } from './unchained.js';

/** What is known of a chain before its first link is read: where it begins and where it must end. */
export interface ChainEnds {
  readonly number: string;
  readonly hash: Buffer;
  readonly anchorNumber: string;
  readonly anchorHash: Buffer;
}

export async function readChainEnds(sql: Sql): Promise<ChainEnds> {
  const [ends] = await sql.query<ChainEnds>(
    `select number::text, hash, anchor_number::text as "anchorNumber", anchor_hash as "anchorHash" from audit_head`,
  );
  if (ends === undefined) throw new Error('The audit trail has no head: run the migrations first.');
  return ends;
}

/** A link beside the event that it is of. */
export interface ReadLink extends Place {
  readonly number: string;
  readonly position: string;
  readonly occurredAt: Date;
  readonly hash: Buffer;
  readonly digest: Buffer;
  /** `trimmed`: gone by the retention; `edited`: what it says is not what was chained. */
  readonly event: 'whole' | 'trimmed' | 'removed' | 'edited';
}

/** The links after a number, at most `limit`, each judged beside its event. */
export function readLinks(sql: Sql, after: string, limit: number): Promise<readonly ReadLink[]> {
  return sql.query<ReadLink>(linksSql, [after, limit]);
}

/** How many events of a span are in the log. */
export async function countEvents(sql: Sql, span: Span): Promise<number> {
  const [row] = await sql.query<{ readonly count: number }>(`select count(*)::int as count from session_events e where ${isWithin}`, spanValues(span));
  return row?.count ?? 0;
}

/** The first event of a span that has no link. */
export async function findUnlinked(sql: Sql, span: Span): Promise<string | undefined> {
  const [row] = await sql.query<{ readonly position: string }>(
    `select e.xid || '-' || e.number as position from session_events e
      where ${isWithin} and not exists (select from audit_chain c where (c.epoch, c.xid, c.event_number) = (e.epoch, e.xid, e.number))
      order by e.epoch, e.xid, e.number limit 1`,
    spanValues(span),
  );
  return row?.position;
}

// Without its salt a digest cannot be judged: then what it was of must be gone, and said to be erased.
const originHolds = `(case when c.origin_salt is null then e.erased and e.ip_address is null else ${originDigest('c.origin_salt')} = c.origin_digest end)`;
const contentHolds = `(case when c.content_salt is null
  then e.erased and num_nonnulls(e.session, e.actor_from, e.note) = 0 and (e.type not like 'device-%' or e.reason is null)
  else ${contentDigest('c.content_salt')} = c.content_digest end)`;

const linksSql = `
  select c.number::text, c.xid || '-' || c.event_number as position, c.epoch, c.xid::text, c.event_number::text as "eventNumber", c.occurred_at as "occurredAt", c.hash, c.digest,
         case when e.id is null then case when c.occurred_at < h.trimmed_before then 'trimmed' else 'removed' end
              when ${originHolds} and ${contentHolds} and ${eventDigest('c.origin_digest', 'c.content_digest')} = c.digest then 'whole'
              else 'edited' end as event
    from (select * from audit_chain where number > $1::bigint order by number limit $2) c
    cross join audit_head h
    left join lateral (
      select * from session_events e where e.occurred_at = c.occurred_at and e.epoch = c.epoch and e.xid = c.xid and e.number = c.event_number limit 1) e on true
   order by c.number`;
