import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bulk revocations, and an index for everything by which administrators look for sessions. */
export class BulkRevocations1764101000000 implements MigrationInterface {
  readonly name = 'BulkRevocations1764101000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('What administrators ended stays on record: this migration cannot be taken back.');
  }
}

const statements: readonly string[] = [
  // The truth of a long job: a process that carries it out may die at any moment, and another goes on.
  `create table revocations (
     id uuid not null constraint revocations_pkey primary key,
     status text not null default 'queued',
     filter jsonb not null,
     reason text not null,
     spared_session_id uuid,
     matched integer not null,
     revoked integer not null default 0,
     sockets_closed integer not null default 0,
     created_by uuid not null constraint revocations_administrator references users (id),
     created_at timestamptz(3) not null default now(),
     started_at timestamptz(3),
     finished_at timestamptz(3),
     request_id text,
     ip_address inet,
     last_position text,
     receipt jsonb,
     idempotency_key text,
     request_hash bytea,
     constraint revocations_status check (status in ('queued', 'running', 'completed', 'cancelled', 'failed')),
     constraint revocations_end check ((finished_at is null) = (status in ('queued', 'running')))
   )`,
  `create index revocations_created on revocations (created_at desc, id desc)`,
  `create index revocations_of_status on revocations (status, created_at desc, id desc)`,
  `create index revocations_finished on revocations (finished_at) where finished_at is not null`,
  `create unique index revocations_idempotency on revocations (created_by, idempotency_key) where idempotency_key is not null`,

  `create index sessions_by_country on sessions (country)`,
  `create index sessions_by_device_type on sessions (device_type)`,
  `create index sessions_by_os on sessions (lower(device_os) text_pattern_ops)`,
  `create index sessions_by_browser on sessions (lower(device_browser) text_pattern_ops)`,
  `create index sessions_ended_activity on sessions (last_active_at, id) where ended_at is not null`,
  `create index sessions_ended_created on sessions (created_at, id) where ended_at is not null`,
  `create index sessions_ended_reason on sessions (end_reason) where ended_at is not null`,
];
