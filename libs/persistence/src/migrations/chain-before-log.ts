import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Months of the log are dropped by the order of locks in which events are chained: the head of the audit trail first, then the log.
 * By the other order chaining and dropping could wait for each other, and every reader of the log with them.
 */
export class ChainBeforeLog1764105500000 implements MigrationInterface {
  readonly name = 'ChainBeforeLog1764105500000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('The order of locks cannot be taken back: by the other one chaining and dropping wait for each other.');
  }
}

const statements: readonly string[] = [
  'alter function drop_event_partitions(interval) rename to drop_chained_partitions',
  'revoke execute on function drop_chained_partitions(interval) from public',
  `create function drop_event_partitions(older_than interval) returns integer language plpgsql security definer
     set search_path = public, pg_temp set lock_timeout = '2s' as $$
   begin
     perform from audit_head for update;
     return drop_chained_partitions(older_than);
   end $$`,
];
