/** What the others keep their sessions in: a table as anyone would make it, and one for events where there are some. */
export const TABLES = `
  create schema bench;
  set search_path to bench;
  create table sessions (id uuid primary key, user_id uuid not null, token_hash bytea not null unique, label text, created_at timestamptz not null default now(), ended_at timestamptz);
  create index on sessions (user_id);
  create table session_events (number bigint generated always as identity primary key, session_id uuid not null, user_id uuid not null, type text not null, at timestamptz not null default now());
  grant usage on schema bench to public; grant all on all tables in schema bench to public;
  reset search_path`;
