import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createServer, type IncomingMessage, type RequestListener, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { KnownRoutes } from './known-routes.js';
import { problemAnswer } from './problem.js';
import { send } from './problem.filter.js';
import { parseQuery } from './query.js';
import { rawProblem } from './raw-problem.js';
import { requestIdOf } from './request-id.js';
import { demandSingleHeaders } from './single-headers.js';
import { demandPlainTarget } from './target.js';

/** The largest body that is taken, in bytes. */
export const BODY_LIMIT = 64 * 1024;

/** What dresses every answer: see `dress`. */
export type Dress = (request: FastifyRequest, reply: FastifyReply) => void;

/** Fastify as the API runs it: strict about paths, quick to close dribbling connections, problem+json even for what no route sees. */
export const createAdapter = ({ dress, securityHeaders, first }: AdapterParts): FastifyAdapter =>
  new FastifyAdapter({
    logger: false,
    skipMiddie: true,
    multipart: false,
    // The client's address is found in one place of our own.
    trustProxy: false,
    bodyLimit: BODY_LIMIT,
    serverFactory: (answer: RequestListener) => createServer(SERVER, (request, response) => (first(request, response) ? undefined : answer(request, response))),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestIdHeader: false,
    genReqId: ({ headers }: IncomingMessage) => requestIdOf(headers['x-request-id']),
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      maxParamLength: 256,
      querystringParser: parseQuery,
    },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      dress(request, reply);
      send(reply, problemAnswer(error, request.id));
    },
    clientErrorHandler: (error: Error & { readonly code?: string }, socket: Socket) => {
      // A connection that is gone, or on which an answer is under way, cannot be told anything.
      if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy(error);
      socket.end(rawProblem(error.code, { requestId: requestIdOf(undefined), headers: securityHeaders }), () => socket.destroy());
    },
  });

/** So long a connection on which nothing is asked is kept, in milliseconds. */
export const KEEP_ALIVE = 65_000;

const SERVER: ServerOptions = {
  requestTimeout: 15_000,
  keepAliveTimeout: KEEP_ALIVE,
  headersTimeout: 8_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
  // A request without Host is refused like any other that is not in order, by `demandSingleHeaders`.
  requireHostHeader: false,
};

interface AdapterParts {
  /** Is asked before Fastify, which answers what this does not. */
  readonly first: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly dress: Dress;
  readonly securityHeaders: Readonly<Record<string, string>>;
}

/** What happens to each request before its route, and to each answer. */
export const prepareRequests = (adapter: FastifyAdapter, { routes, dress, addressOf, keptAddress }: RequestParts): void => {
  const server = adapter.getInstance();
  server.decorateRequest('asking', null);
  server.decorateRequest('apiKey', null);
  server.decorateRequest('clientAddress', '');
  server.decorateRequest('keptAddress', '');
  server.addHook('onRoute', ({ method, path }) => routes.note(method, path));
  server.addHook('onRequest', async (request, reply) => {
    request.clientAddress = addressOf(request);
    request.keptAddress = keptAddress(request.clientAddress);
    dress(request, reply);
    demandSingleHeaders(request.raw);
    demandPlainTarget(request.url);
  });
};

interface RequestParts {
  readonly routes: KnownRoutes;
  readonly dress: Dress;
  readonly addressOf: (request: FastifyRequest) => string;
  readonly keptAddress: (address: string) => string;
}
