import { canaryUserId } from '@curfew/contracts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each consumer made of the last canary, and the end of old canaries' sessions, which the running role may not delete itself. */
export class Canaries1764100700000 implements MigrationInterface {
  readonly name = 'Canaries1764100700000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('This cannot be taken back: restore a backup from before instead.');
  }
}

const statements: readonly string[] = [
  `create table canary_results (
     consumer_id uuid not null constraint canary_results_pkey primary key constraint canary_results_consumer references consumers (id) on delete cascade,
     took_ms double precision,
     measured_at timestamptz(3) not null default now()
   )`,
  // How long the slowest consumer took, canary by canary: for the administrators' page.
  `create table canary_flights (
     flown_at timestamptz(3) not null default clock_timestamp(),
     id uuid not null default uuid_v7() constraint canary_flights_pkey primary key,
     latency_ms double precision not null
   )`,
  `create index canary_flights_time on canary_flights (flown_at)`,
  `create function forget_canaries() returns integer language sql volatile security definer set search_path = public, pg_temp as $$
     with gone as (
       delete from sessions where id in (
         select id from sessions where user_id = '${canaryUserId}' and ended_at < now() - interval '1 hour' limit 10000)
       returning 1),
     flown as (delete from canary_flights where flown_at < now() - interval '1 day')
     select count(*)::int from gone
   $$`,
];
