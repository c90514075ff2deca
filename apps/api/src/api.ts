import cors from '@fastify/cors';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CurfewError } from '@curfew/contracts';
import { addressOf, keptAddress, nestLogger, secureCookie, securityHeaders } from '@curfew/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';

import { AppModule } from './app.module.js';
import { Checks } from './checks/checks.js';
import { serveDocumentation } from './documentation/serve.js';
import { answeredBy, logAnswers, type Answered } from './http/answered.js';
import { BODY_LIMIT, createAdapter, KEEP_ALIVE, prepareRequests } from './http/adapter.js';
import { dresser } from './http/dress.js';
import { takeForms } from './http/form-body.js';
import { parseJsonBody } from './http/json-body.js';
import { KnownRoutes } from './http/known-routes.js';
import { measureRequests } from './http/measure.js';
import { traceRequests } from './http/trace.js';
import { ProblemFilter } from './http/problem.filter.js';
import { servePages } from './pages/serve.js';
import type { Parts } from './parts.js';

/** The whole HTTP side over parts that are made already. It does not listen yet. */
export const createApi = async (parts: Parts, registry: Registry): Promise<NestFastifyApplication> => {
  const { settings, log } = parts;
  const headers = securityHeaders({ https: secureCookie(settings) });
  const dress = dresser(headers);
  const routes = new KnownRoutes();
  const addresses = { addressOf: addressOf(settings.trustProxy), keptAddress: keptAddress(settings.ipPrivacy) };
  const logged = logAnswers(log);
  const measured = measureRequests(registry);
  const answered = (answer: Answered): void => {
    logged(answer);
    measured(answer);
  };
  const checks = new Checks({ parts, headers, keepAliveTimeout: KEEP_ALIVE, ...addresses, answered });
  const adapter = createAdapter({ dress, securityHeaders: headers, first: (request, response) => checks.answer(request, response) });
  prepareRequests(adapter, { routes, dress, ...addresses });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.over(parts), adapter, {
    bodyParser: false,
    logger: nestLogger(log),
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(routes, log));
  const server = app.getHttpAdapter().getInstance();
  takeJsonAlone(server);
  takeForms(server, BODY_LIMIT);
  server.addHook('onResponse', async (request, reply) => answered(answeredBy(request, reply)));
  server.addHook('preClose', async () => checks.close());
  traceRequests(server, parts.tracing);
  await server.register(cors, corsRules(parts));
  await serveDocumentation(server, app, { cookieName: parts.cookie.name, publicUrl: settings.publicUrl });
  await servePages(server, { settings, log });
  await app.init();
  return app;
};

const takeJsonAlone = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, async (request: FastifyRequest, body: Buffer) => {
    // What is packed is not unpacked: a few bytes could become very many.
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') throw new CurfewError('unsupported-media-type');
    return parseJsonBody(body);
  });
};

// Allowed origins get CORS answers with credentials; for others it is as if CORS did not exist.
const corsRules = ({ allowsOrigin }: Parts) => ({
  origin: (origin: string | undefined, answer: (error: null, allowed: boolean) => void): void => answer(null, origin !== undefined && allowsOrigin(origin)),
  credentials: true,
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: ['Authorization', 'Content-Type', 'X-Request-Id', 'Idempotency-Key'],
  exposedHeaders: ['Retry-After', 'X-Request-Id'],
  maxAge: 600,
});
