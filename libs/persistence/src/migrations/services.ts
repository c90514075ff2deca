import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What services sign themselves in with, and what access tokens are signed with. */
export class Services1764103000000 implements MigrationInterface {
  readonly name = 'Services1764103000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('This cannot be taken back: restore a backup from before instead.');
  }
}

const statements: readonly string[] = [
  `create table api_keys (
     id uuid not null constraint api_keys_pkey primary key,
     name text not null,
     prefix text not null,
     secret_hash bytea not null,
     scopes text[] not null,
     created_by uuid constraint api_keys_creator references users (id),
     created_at timestamptz(3) not null default now(),
     expires_at timestamptz(3),
     revoked_at timestamptz(3),
     last_used_at timestamptz(3)
   )`,
  `create unique index api_keys_secret_hash on api_keys (secret_hash)`,
  `create index api_keys_created on api_keys (created_at desc, id desc) where revoked_at is null`,

  // The private half is sealed with KEY_ENCRYPTION_KEY. A key is published from the start, and signs from signs_from on until the next one does.
  `create table signing_keys (
     id text not null constraint signing_keys_pkey primary key,
     public_key text not null,
     sealed_private_key bytea not null,
     created_at timestamptz(3) not null default now(),
     signs_from timestamptz(3) not null
   )`,
  `create index signing_keys_order on signing_keys (signs_from desc)`,
];
