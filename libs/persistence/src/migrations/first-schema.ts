import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The whole schema of the first release. An applied migration is never edited: a change is a new file beside it. */
export class FirstSchema1764000000000 implements MigrationInterface {
  readonly name = 'FirstSchema1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('The first schema cannot be taken back: drop the database instead.');
  }
}

const statements: readonly string[] = [
  // UUIDv7 (RFC 9562 §5.7) for rows that are made by a statement over many; PostgreSQL has its own from 18 on.
  `create function uuid_v7() returns uuid language sql volatile parallel safe as $$
     select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
       placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
   $$`,

  // One row. A session is live only in the present generation, its user's and the realm's.
  `create table realm (
     one boolean primary key default true check (one),
     generation integer not null default 0,
     epoch integer not null default 1,
     low_water xid8 not null default '0',
     doorbell_key bytea not null
   )`,
  // A timeline that is not settled may lack what was committed on the one before it: nothing is confirmed on it yet.
  `create table timelines (
     system_identifier text not null,
     timeline integer not null,
     settled boolean not null,
     constraint timelines_pkey primary key (system_identifier, timeline)
   )`,
  `create table set_up_links (
     secret_hash bytea not null constraint set_up_links_pkey primary key,
     expires_at timestamptz(3) not null,
     used_at timestamptz(3)
   )`,

  `create table users (
     id uuid not null constraint users_pkey primary key,
     email text,
     name text,
     role text not null default 'user',
     password_hash text,
     external_id text,
     generation integer not null default 0,
     disabled_at timestamptz(3),
     created_at timestamptz(3) not null default now(),
     constraint users_role check (role in ('user', 'admin'))
   )`,
  `create unique index users_email on users (email)`,
  `create unique index users_external_id on users (external_id)`,
  `create index users_created on users (created_at desc, id desc)`,
  `create index users_email_beginning on users (email text_pattern_ops)`,
  `create index users_name_beginning on users (lower(name) text_pattern_ops)`,
  `create index users_administrators on users (id) where role = 'admin' and disabled_at is null`,

  `create table sessions (
     id uuid not null constraint sessions_pkey primary key,
     user_id uuid not null constraint sessions_user references users (id),
     token_hash bytea not null,
     generation integer not null,
     realm_generation integer not null,
     method text not null,
     device_id text,
     device_type text not null,
     device_name text not null,
     device_label text,
     device_os text,
     device_browser text,
     user_agent text,
     ip_address inet not null,
     country text,
     region text,
     city text,
     latitude double precision,
     longitude double precision,
     unfamiliar boolean not null default false,
     created_at timestamptz(3) not null default now(),
     last_active_at timestamptz(3) not null default now(),
     expires_at timestamptz(3) not null,
     absolute_expires_at timestamptz(3) not null,
     ended_at timestamptz(3),
     end_reason text,
     ended_by jsonb,
     constraint sessions_deadline check (expires_at <= absolute_expires_at),
     constraint sessions_end check ((ended_at is null) = (end_reason is null) and (ended_at is null) = (ended_by is null))
   )`,
  `create unique index sessions_token_hash on sessions (token_hash)`,
  `create index sessions_of_user on sessions (user_id, last_active_at desc, id desc)`,
  `create index sessions_of_device on sessions (user_id, device_id)`,
  `create index sessions_of_country on sessions (user_id, country)`,
  `create index sessions_of_generation on sessions (user_id, generation) where ended_at is null`,
  `create index sessions_of_realm_generation on sessions (realm_generation) where ended_at is null`,
  `create index sessions_deadline_ahead on sessions (expires_at) where ended_at is null`,
  `create index sessions_live_activity on sessions (last_active_at, id) where ended_at is null`,
  `create index sessions_live_created on sessions (created_at, id) where ended_at is null`,
  `create index sessions_activity on sessions (last_active_at, id)`,
  `create index sessions_created on sessions (created_at, id)`,
  `create index sessions_ip_address on sessions (ip_address inet_ops)`,
  `create index sessions_device_name on sessions (lower(device_name) text_pattern_ops)`,
  `create index sessions_device_label on sessions (lower(device_label) text_pattern_ops)`,

  // Devices that cannot sign in to an account, by the id that their sessions have there.
  `create table blocked_devices (
     id uuid not null constraint blocked_devices_pkey primary key,
     user_id uuid not null constraint blocked_devices_user references users (id),
     device_id text not null,
     name text not null,
     blocked_at timestamptz(3) not null default now(),
     blocked_from text
   )`,
  `create unique index blocked_devices_of_user on blocked_devices (user_id, device_id)`,

  // How a generation ended: what the rows of its sessions say before the worker has written it into each of them.
  // user_id is the nil UUID for the realm.
  `create table generation_ends (
     user_id uuid not null,
     generation integer not null,
     ended_at timestamptz(3) not null default now(),
     reason text not null,
     ended_by jsonb not null,
     position text not null,
     filled_at timestamptz(3),
     constraint generation_ends_pkey primary key (user_id, generation)
   )`,
  `create index generation_ends_unfilled on generation_ends (ended_at) where filled_at is null`,

  `create table session_events (
     number bigint generated always as identity,
     xid xid8 not null default pg_current_xact_id(),
     epoch integer not null,
     id uuid not null,
     type text not null,
     occurred_at timestamptz(3) not null default now(),
     user_id uuid,
     session_id uuid,
     actor_type text not null,
     actor_id text,
     actor_from text,
     reason text,
     session jsonb,
     spared_session_id uuid,
     generation integer,
     request_id text,
     ip_address inet,
     note text
   ) partition by range (occurred_at)`,
  `create index session_events_log on session_events (epoch, xid, number)`,
  `create index session_events_of_user on session_events (user_id, epoch desc, xid desc, number desc)`,
  `create index session_events_of_session on session_events (session_id, epoch desc, xid desc, number desc)`,

  // The running role has no DDL: it asks this function, which belongs to the migrating one.
  `create function make_event_partitions(months integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
   declare
     first timestamptz := date_trunc('month', now() at time zone 'UTC') at time zone 'UTC';
     made integer := 0;
     low timestamptz;
     name text;
   begin
     perform pg_advisory_xact_lock(hashtext('curfew.make_event_partitions'));
     for ahead in -1..least(months, 36) loop
       low := (first at time zone 'UTC' + make_interval(months => ahead)) at time zone 'UTC';
       name := 'session_events_' || to_char(low at time zone 'UTC', 'YYYY_MM');
       if to_regclass(name) is null then
         execute format('create table %I partition of session_events for values from (%L) to (%L)',
           name, low, (low at time zone 'UTC' + interval '1 month') at time zone 'UTC');
         made := made + 1;
       end if;
     end loop;
     return made;
   end $$`,
  `select make_event_partitions(12)`,

  // What admits: one row per process start. A renewal of each poll proves that it was alive, `applied` what it knew.
  `create table consumers (
     id uuid not null constraint consumers_pkey primary key,
     kind text not null,
     label text,
     api_key_id uuid,
     renewals bigint not null default 0,
     applied pg_snapshot,
     lease_ms integer not null,
     allows_when_stale boolean not null,
     sockets integer not null default 0,
     registered_at timestamptz(3) not null default now(),
     renewed_at timestamptz(3) not null default now(),
     online_until timestamptz(3) not null
   )`,
  // Open sockets of a session at one gateway. They count while the gateway's row says that it is online.
  `create table presence (
     session_id uuid not null,
     consumer_id uuid not null constraint presence_consumer references consumers (id) on delete cascade,
     connections integer not null,
     constraint presence_pkey primary key (session_id, consumer_id)
   )`,
  `create index presence_of_consumer on presence (consumer_id)`,
];
