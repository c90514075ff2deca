import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit trail with its hash chain, what is kept and for how long, invitations, policies, and what is counted by the hour. */
export class Audit1764102000000 implements MigrationInterface {
  readonly name = 'Audit1764102000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...trail, ...retention, ...administration]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('The audit trail cannot be taken back: drop the database instead.');
  }
}

const trail: readonly string[] = [
  `alter table session_events add column receipt jsonb, add column erased boolean not null default false`,
  // Lists go by time, so that a span of it is read by an index, from the partitions of that span alone.
  `drop index session_events_of_user`,
  `drop index session_events_of_session`,
  `create index session_events_of_user on session_events (user_id, occurred_at desc, number desc)`,
  `create index session_events_of_session on session_events (session_id, occurred_at desc, number desc)`,
  `create index session_events_of_actor on session_events (actor_id, occurred_at desc, number desc)`,
  `create index session_events_of_type on session_events (type, occurred_at desc, number desc)`,
  `create index session_events_by_time on session_events (occurred_at desc, number desc)`,

  // One link an event, in the order of the log. A link holds digests of what is personal, with a salt of its own each:
  // without the salt it tells nothing, and still proves that the rest is as it was.
  `create table audit_chain (
     number bigint not null constraint audit_chain_pkey primary key,
     epoch integer not null,
     xid xid8 not null,
     event_number bigint not null,
     occurred_at timestamptz(3) not null,
     origin_salt bytea,
     origin_digest bytea not null,
     content_salt bytea,
     content_digest bytea not null,
     digest bytea not null,
     hash bytea not null
   )`,
  `create unique index audit_chain_of_event on audit_chain (epoch, xid, event_number)`,
  // The last link, and the one before the first that is kept.
  `create table audit_head (
     one boolean constraint audit_head_pkey primary key default true check (one),
     number bigint not null default 0,
     hash bytea not null default sha256('curfew'),
     epoch integer not null default 0,
     xid xid8 not null default '0',
     event_number bigint not null default 0,
     anchor_number bigint not null default 0,
     anchor_hash bytea not null default sha256('curfew'),
     trimmed_before timestamptz(3) not null default '-infinity'
   )`,
  `insert into audit_head default values`,
  `create table unconfirmed_revocations (
     event_id uuid not null constraint unconfirmed_revocations_pkey primary key,
     epoch integer not null,
     xid xid8 not null,
     event_number bigint not null,
     occurred_at timestamptz(3) not null,
     user_id uuid,
     session_id uuid,
     reason text,
     request_id text
   )`,
  `create index unconfirmed_revocations_oldest on unconfirmed_revocations (occurred_at)`,
  `create table hourly_counts (
     hour timestamptz(3) not null,
     kind text not null,
     count bigint not null,
     constraint hourly_counts_pkey primary key (hour, kind)
   )`,
];

// Partitions that are older than both the retention asked for and the least that this database allows (one day, or what its owner has set).
// The pattern answers null for every other name: a plan may read all names before it asks whose children they are.
const month = `to_date(substring(c.relname from '^session_events_([0-9]{4}_[0-9]{2})$'), 'YYYY_MM')`;
const due = `
  select i.inhrelid::regclass as part,
         (${month} + interval '1 month')::timestamp at time zone 'UTC' as ends
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
   where i.inhparent = 'session_events'::regclass
     and (${month} + interval '1 month')::timestamp at time zone 'UTC'
         <= now() - greatest(older_than, (select least_retention from realm))
   order by c.relname`;

const retention: readonly string[] = [
  // The running role cannot change it: whoever takes that role over cannot drop more than this leaves.
  `alter table realm add column least_retention interval not null default '1 day'`,
  `create index sessions_ended on sessions (ended_at) where ended_at is not null`,
  `create index generation_ends_filled on generation_ends (ended_at) where filled_at is not null`,
  `create function delete_ended_sessions(older_than interval, most integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
   declare
     before timestamptz := now() - greatest(older_than, (select least_retention from realm));
     gone integer;
   begin
     delete from sessions where id in (select id from sessions where ended_at < before order by ended_at limit least(most, 10000));
     get diagnostics gone = row_count;
     delete from generation_ends where (user_id, generation) in (
       select user_id, generation from generation_ends where filled_at is not null and ended_at < before order by ended_at limit least(most, 10000));
     return gone;
   end $$`,

  // First of two: commits how far the log will be trimmed, so that no page that is read from then on can miss it. A partition with anything
  // that a reader could still ask for, or that is not in the chain yet, is left for later.
  `create function raise_low_water(older_than interval) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
   declare
     p record;
     newest xid8;
     unchained boolean;
     any_due boolean := false;
   begin
     for p in ${due} loop
       execute format('select e.xid from %s e, realm r where e.epoch = r.epoch order by e.xid desc limit 1', p.part) into newest;
       execute format('select exists (select from %s e, audit_head h where (e.epoch, e.xid, e.number) > (h.epoch, h.xid, h.event_number))', p.part) into unchained;
       exit when unchained or newest >= pg_snapshot_xmin(pg_current_snapshot());
       update realm set low_water = (newest::text::bigint + 1)::text::xid8 where newest is not null and low_water <= newest;
       any_due := true;
     end loop;
     return any_due;
   end $$`,
  // Second, in another transaction: drops what lies below the mark.
  `create function drop_event_partitions(older_than interval) returns integer language plpgsql security definer
     set search_path = public, pg_temp set lock_timeout = '2s' as $$
   declare
     p record;
     kept boolean;
     dropped integer := 0;
   begin
     if exists (select from realm where xmin = pg_current_xact_id()::xid) then
       raise exception 'The low-water mark must be committed before anything is dropped.';
     end if;
     for p in ${due} loop
       execute format('select exists (select from %s e, realm r, audit_head h
         where (e.epoch = r.epoch and e.xid >= r.low_water) or (e.epoch, e.xid, e.number) > (h.epoch, h.xid, h.event_number))', p.part) into kept;
       exit when kept;
       execute format('drop table %s', p.part);
       update audit_head set trimmed_before = greatest(trimmed_before, p.ends);
       dropped := dropped + 1;
     end loop;
     return dropped;
   end $$`,
  // Of the chain goes what stands before the first event that is kept. The last link that went is remembered: the next one leans on it.
  `create function trim_audit_chain(most integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
   declare
     trimmed bigint;
     gone integer;
   begin
     perform from audit_head for update;
     select max(c.number) into trimmed from (
       select c.number, bool_or(c.occurred_at >= h.trimmed_before) over (order by c.number) as kept
         from (select number, occurred_at from audit_chain order by number limit least(most, 10000)) c, audit_head h) c
      where not c.kept;
     if trimmed is null then return 0; end if;
     update audit_head set anchor_number = c.number, anchor_hash = c.hash from audit_chain c where c.number = trimmed;
     delete from audit_chain where number <= trimmed;
     get diagnostics gone = row_count;
     return gone;
   end $$`,
];

const administration: readonly string[] = [
  `alter table users add column erased_at timestamptz(3)`,
  `create table invitations (
     secret_hash bytea not null constraint invitations_pkey primary key,
     user_id uuid not null constraint invitations_user references users (id),
     expires_at timestamptz(3) not null,
     used_at timestamptz(3)
   )`,
  `create index invitations_of_user on invitations (user_id)`,
  // What an administrator decides, by role; null: the default. applied: how far the worker has brought the sessions that were open.
  `create table policies (
     role text not null constraint policies_pkey primary key constraint policies_role check (role in ('user', 'admin')),
     idle_timeout_ms bigint,
     absolute_timeout_ms bigint,
     max_sessions integer,
     at_limit text constraint policies_at_limit check (at_limit in ('end-oldest', 'refuse')),
     version integer not null default 0,
     applied integer not null default 0
   )`,
  `insert into policies (role) values ('user'), ('admin')`,
];
