// express-session with connect-redis, as both recommend: nothing saved that did not change, its time in Redis moved by each request. A token signs in once and becomes a cookie.
import { RedisStore } from 'connect-redis';
import express from 'express';
import session from 'express-session';
import { createClient } from 'redis';
import { bearer, listening, session as view, tokens } from './given.js';

const client = createClient({ url: process.env.REDIS_URL });
await client.connect();
const known = new Set(tokens);
const app = express();
app.use(session({ store: new RedisStore({ client, prefix: 'express-session:' }), secret: 'of the bench alone', resave: false, saveUninitialized: false, cookie: { maxAge: 14 * 24 * 60 * 60 * 1000 } }));

app.post('/sign-in', (request, response) => {
  if (!known.has(bearer(request.headers.authorization))) return response.status(401).json({ code: 'unauthenticated' });
  request.session.view = view;
  return response.json({});
});
app.get('/current', (request, response) => (request.session.view ? response.json(request.session.view) : response.status(401).json({ code: 'unauthenticated' })));

const server = app.listen(0, '127.0.0.1', () => listening(server.address().port));
