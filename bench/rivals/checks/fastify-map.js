// The least that a session check can be in Fastify: a map in memory. Nothing is hashed, checked for its time, ended from outside, counted or kept.
import fastify from 'fastify';
import { bearer, listening, session, tokens } from './given.js';

const sessions = new Map(tokens.map((token) => [token, { ...session }]));
const app = fastify();

app.get('/current', (request, reply) => {
  const found = sessions.get(bearer(request.headers.authorization));
  return found ?? reply.code(401).send({ code: 'unauthenticated' });
});

app.get('/pass', (request, reply) => {
  const found = sessions.get(bearer(request.headers.authorization));
  if (found === undefined) return reply.code(401).send({ code: 'unauthenticated' });
  return reply.headers({ 'x-user': found.userId, 'x-session': found.id }).send();
});

listening(Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port));
