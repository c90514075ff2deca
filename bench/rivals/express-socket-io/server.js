// What most would build: Express, sessions in PostgreSQL that each request looks up, socket.io with a Redis adapter, and `disconnectSockets` when a session ends.
// ADAPTER is `redis` (pub/sub) or `streams`; both as their READMEs set them up with ioredis.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { createAdapter as createStreamsAdapter } from '@socket.io/redis-streams-adapter';
import express from 'express';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Server } from 'socket.io';

const { REDIS_URL = '', DATABASE_URL, ADAPTER } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const redis = new Redis(REDIS_URL);
const clients = ADAPTER === 'redis' ? [redis, redis.duplicate()] : [redis];
for (const client of clients) client.on('error', () => undefined);

/** @type {(token: string) => Promise<{ id: string, user_id: string } | undefined>} */
const sessionOf = async (token) => {
  const hash = createHash('sha256').update(token).digest();
  return (await pool.query({ name: 'session', text: 'select id, user_id from sessions where token_hash = $1 and ended_at is null', values: [hash] })).rows[0];
};

const app = express();
app.disable('x-powered-by');
app.use(express.json());
app.use((request, response, next) => {
  sessionOf(request.get('authorization')?.slice('Bearer '.length) ?? '').then((session) => {
    if (session === undefined) return void response.status(401).json({ error: 'unauthenticated' });
    response.locals['session'] = session;
    next();
  }, next);
});
app.get('/sessions/current', (_request, response) => void response.json(response.locals['session']));
app.patch('/sessions/:id', async (request, response) => {
  const { user_id: userId } = response.locals['session'];
  await pool.query({ name: 'label', text: 'update sessions set label = $3 where id = $1 and user_id = $2', values: [request.params.id, userId, request.body.label] });
  io.to(`user:${userId}`).emit('session-updated', { id: request.params.id, label: request.body.label });
  response.json({ updated: true });
});
app.delete('/sessions/:id', async (request, response) => {
  const { user_id: userId } = response.locals['session'];
  await pool.query({ name: 'end', text: 'update sessions set ended_at = now() where id = $1 and user_id = $2 and ended_at is null', values: [request.params.id, userId] });
  io.in(`session:${request.params.id}`).disconnectSockets(true);
  response.json({ ended: true });
});
app.delete('/sessions', async (_request, response) => {
  const { id, user_id: userId } = response.locals['session'];
  await pool.query({ name: 'end-others', text: 'update sessions set ended_at = now() where user_id = $1 and id <> $2 and ended_at is null', values: [userId, id] });
  io.in(`user:${userId}`).except(`session:${id}`).disconnectSockets(true);
  response.json({ ended: true });
});

const server = createServer(app);
const io = new Server(server, {
  adapter: ADAPTER === 'redis' ? createAdapter(clients[0], clients[1]) : createStreamsAdapter(redis),
});
io.use((socket, next) => {
  sessionOf(socket.handshake.auth['token'] ?? '').then((session) => {
    if (session === undefined) return next(new Error('unauthenticated'));
    socket.join([`session:${session.id}`, `user:${session.user_id}`]);
    next();
  }, next);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening ${/** @type {import('node:net').AddressInfo} */ (server.address()).port}\n`));
