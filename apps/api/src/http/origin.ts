import type { IncomingHttpHeaders } from 'node:http';

import type { Origin } from '@curfew/sessions';
import type { FastifyRequest } from 'fastify';

/** What a request says of the device and the place that it comes from. */
export const originOf = (request: FastifyRequest): Origin => ({
  ipAddress: request.keptAddress,
  clientAddress: request.clientAddress,
  userAgent: request.headers['user-agent'] ?? null,
  hints: hintsOf(request.headers),
  requestId: request.id,
});

/** What a browser tells of its device: its `Sec-CH-UA*` headers. */
export const hintsOf = (headers: IncomingHttpHeaders): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (name.startsWith('sec-ch-ua') && typeof value === 'string' ? [[name, value.slice(0, 256)]] : [])));

/** What a page asks browsers to tell of their device from then on (User-Agent Client Hints). */
export const acceptedHints = [
  'Sec-CH-UA-Platform',
  'Sec-CH-UA-Platform-Version',
  'Sec-CH-UA-Model',
  'Sec-CH-UA-Form-Factors',
  'Sec-CH-UA-Full-Version-List',
].join(', ');
