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
  `create function forget_canaries() returns integer language sql volatile security definer set search_path = public, pg_temp as $$
     with gone as (
       delete from sessions where id in (
         select id from sessions where user_id = '${canaryUserId}' and ended_at < now() - interval '1 hour' limit 10000)
       returning 1)
     select count(*)::int from gone
   $$`,
];
