import { CurfewError } from '@curfew/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { parseQuery } from './query.js';

/** Takes forms (`application/x-www-form-urlencoded`) at the endpoints of OAuth, which are asked by form (RFC 7662 §2.1, RFC 7009 §2.1); elsewhere they are 415. */
export const takeForms = (server: FastifyInstance, bodyLimit: number): void => {
  server.addContentTypeParser(FORM, { parseAs: 'buffer', bodyLimit }, async (request: FastifyRequest, body: Buffer) => {
    const packed = (request.headers['content-encoding'] ?? 'identity') !== 'identity';
    if (packed || !FORM_ROUTES.has(request.routeOptions.url ?? '')) throw new CurfewError('unsupported-media-type');
    return parseQuery(body.toString());
  });
};

const FORM = 'application/x-www-form-urlencoded';
const FORM_ROUTES: ReadonlySet<string> = new Set(['/v1/introspect', '/v1/revoke']);
