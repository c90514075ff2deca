// The floor of a revocation: HTTP → one publish on Redis → each process forgets the session and terminates its socket. Nothing is checked, kept or proved.
// With DATABASE_URL it first commits one row and one event, durably, in one statement.
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import pg from 'pg';
import { WebSocketServer } from 'ws';

const { REDIS_URL = '', DATABASE_URL } = process.env;
const pool = DATABASE_URL === undefined ? undefined : new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const mouth = new Redis(REDIS_URL);
const ear = new Redis(REDIS_URL);
for (const redis of [mouth, ear]) redis.on('error', () => undefined);

/** @type {Set<string>} */
const ended = new Set();
/** @type {Map<string, Set<import('ws').WebSocket>>} */
const sockets = new Map();

await ear.subscribe('ended', 'changed');
ear.on('message', (channel, id) => {
  if (channel !== 'ended') return;
  ended.add(id);
  for (const socket of sockets.get(id) ?? []) socket.terminate();
});

const COMMIT = `with s as (update sessions set ended_at = now() where id = $1 returning *) insert into session_events (session_id, user_id, type) select id, user_id, 'revoked' from s`;

/** @type {(method: string, id: string) => Promise<number>} */
async function act(method, id) {
  if (method === 'GET') return ended.has(id) ? 401 : 200;
  if (method === 'DELETE') {
    await pool?.query({ name: 'commit', text: COMMIT, values: [id] });
    await mouth.publish('ended', id);
    return 200;
  }
  await pool?.query({ name: 'label', text: 'update sessions set label = $2 where id = $1', values: [id, 'another'] });
  await mouth.publish('changed', JSON.stringify({ id, more: 'x'.repeat(600) }));
  return 200;
}

const body = JSON.stringify({ ok: true });
const server = createServer((request, response) => {
  act(request.method ?? '', request.url?.slice(1) ?? '').then(
    (status) => response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body),
    () => response.writeHead(503, { 'content-length': 0 }).end(),
  );
});
// A socket says whose it is: of one session, or of all of a user, which then is what ends.
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, request) => {
  for (const id of (request.url ?? '').slice(2).split('&')) {
    const own = sockets.get(id) ?? new Set();
    sockets.set(id, own.add(socket));
    socket.once('close', () => own.delete(socket) && own.size === 0 && sockets.delete(id));
  }
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening ${/** @type {import('node:net').AddressInfo} */ (server.address()).port}\n`));
