import type { OpenSpan, Tracing } from '@curfew/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Makes each request a span, and what is done for it a part of that. Its attributes are the route as it is written, the status and what IP_PRIVACY keeps: no query, no header, no token. */
export const traceRequests = (server: FastifyInstance, tracing: Tracing): void => {
  if (!tracing.on) return;
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  server.addHook('onRequest', async (request) => {
    const { id, method, keptAddress, routeOptions: { url: route = 'none' }, headers: { traceparent } } = request;
    // Those are asked all the time, and tell nothing.
    if (route.startsWith('/health/')) return;
    const attributes = { 'http.request.method': method, 'http.route': route, 'client.address': keptAddress, 'curfew.request.id': id };
    spans.set(request, tracing.begin({ name: `${method} ${route}`, kind: 'server', parent: typeof traceparent === 'string' ? traceparent : undefined, attributes }));
  });
  // Here, as the reading of a body begins in the turn of its socket, not in that of the request.
  server.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else span.within(done);
  });
  server.addHook('onResponse', async (request, { statusCode }) => {
    const span = spans.get(request);
    span?.note({ 'http.response.status_code': statusCode });
    span?.end(statusCode >= 500);
  });
};
