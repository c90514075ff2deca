// A session read from PostgreSQL each time, by the hash of its token: one prepared statement by an index.
import { createHash } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';
import { bearer, listening, session, tokens } from './given.js';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const hashOf = (token) => createHash('sha256').update(token).digest();
await pool.query('create table fastify_sessions (token_hash bytea primary key, view jsonb not null, expires_at timestamptz not null)');
await pool.query(`insert into fastify_sessions select hash, $2::jsonb, now() + interval '14 days' from unnest($1::bytea[]) hash`, [tokens.map(hashOf), JSON.stringify(session)]);
const app = fastify();

app.get('/current', async (request, reply) => {
  const { rows: [found] } = await pool.query({ name: 'check', text: 'select view from fastify_sessions where token_hash = $1 and expires_at > now()', values: [hashOf(bearer(request.headers.authorization))] });
  return found?.view ?? reply.code(401).send({ code: 'unauthenticated' });
});

listening(Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port));
