import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * By activity, the sessions that were opened before a time are all found at the far end. With the time of opening in the index, what was opened later is passed
 * over there, and its row is never fetched: of a million sessions the first page takes milliseconds, not seconds.
 */
export class ActivityWithCreation1764107000000 implements MigrationInterface {
  readonly name = 'ActivityWithCreation1764107000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('This cannot be taken back: restore a backup from before instead.');
  }
}

const statements: readonly string[] = [
  'drop index sessions_live_activity',
  'drop index sessions_activity',
  'create index sessions_live_activity on sessions (last_active_at, id, created_at) where ended_at is null',
  'create index sessions_activity on sessions (last_active_at, id, created_at)',
];
