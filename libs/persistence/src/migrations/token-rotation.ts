import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A session's token can be replaced by another; the one before is known, so that whoever still uses it is noticed. */
export class TokenRotation1764104000000 implements MigrationInterface {
  readonly name = 'TokenRotation1764104000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('This cannot be taken back: restore a backup from before instead.');
  }
}

const statements: readonly string[] = [
  `alter table sessions add column previous_token_hash bytea, add column rotated_at timestamptz(3)`,
  `create index sessions_previous_token on sessions (previous_token_hash) where previous_token_hash is not null`,
];
