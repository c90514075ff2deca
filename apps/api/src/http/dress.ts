import type { Dress } from './adapter.js';

/** Gives an answer what each one carries: the request's id, the security headers and, for the API, that nobody keeps it. */
export const dresser = (headers: Readonly<Record<string, string>>): Dress => (request, reply) => {
  void reply.headers(headers).header('X-Request-Id', request.id);
  // What no route matched may be of the API by its looks only; nobody keeps it either.
  if (!KEPT.test(request.url)) void reply.header('Cache-Control', 'no-store');
};

// Files of the dashboard and of the documentation say themselves for how long they are good.
const KEPT = /^\/(?:assets|docs)\//u;
