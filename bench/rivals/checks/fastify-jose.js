// A signed token of its own, verified each time with jose: no memory, no database, and no way to end one before its time.
import fastify from 'fastify';
import { exportJWK, generateKeyPair, createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import { bearer, listening, session, tokens } from './given.js';

const { publicKey, privateKey } = await generateKeyPair('EdDSA');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'EdDSA', use: 'sig' }] });
const known = new Set(tokens);
const app = fastify();

app.post('/sign-in', async (request, reply) => {
  if (!known.has(bearer(request.headers.authorization))) return reply.code(401).send({ code: 'unauthenticated' });
  const token = await new SignJWT({ sid: session.id }).setProtectedHeader({ alg: 'EdDSA', kid: 'one' }).setSubject(session.userId).setIssuer('bench').setAudience('bench').setIssuedAt().setExpirationTime('1h').sign(privateKey);
  return { token };
});
app.get('/current', async (request, reply) => {
  const { payload } = await jwtVerify(bearer(request.headers.authorization), keys, { issuer: 'bench', audience: 'bench' }).catch(() => ({ payload: undefined }));
  return payload === undefined ? reply.code(401).send({ code: 'unauthenticated' }) : { ...session, userId: payload.sub };
});

listening(Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port));
