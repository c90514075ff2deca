import { randomBytes } from 'node:crypto';
import type { RevocationAccepted } from '@curfew/contracts';
import { importsOf, isSpec, runtimeImportsOf, sources } from '../architecture/sources.js';
import { ask, ok } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, password, signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';
import { receiver, type Span } from './receiver.js';

const collector = await receiver();
const { apis: [api], gateways: [gateway] } = await curfew({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100', IP_PRIVACY: 'truncate', POLL_INTERVAL: '3s', LEASE: '12s', CONFIRM_WAIT: '5s' });
const root = await administrator(api);

it('shows a log-out as one trace, from the request over the commit and the closing of the socket on its gateway to the receipt', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const socket = await connected(phone, gateway);
  const given = { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };

  ok(await ask(api, `DELETE /v1/sessions/${phone.session.id}`, { headers: { ...ada.device.credentials(), traceparent: `00-${given.traceId}-${given.spanId}-01` } }));
  await socket.ending();

  // Each of the two gateways and the worker has heard of it, and has acknowledged it.
  const spans = await trace(given.traceId, (all) => ['hear', 'acknowledge'].every((name) => new Set(all.filter((span) => span.name === name && span.service !== 'curfew-api').map((span) => span.process)).size === 3));
  const closing = only(spans, ({ name, attributes }) => name === 'close sockets' && attributes['curfew.session.id'] === phone.session.id);
  expect(way(closing, spans)).toEqual(['curfew-gateway close sockets', 'curfew-gateway hear', 'curfew-api tell', 'curfew-api DELETE /v1/sessions/:id', given.spanId]);
  const acknowledging = only(spans, (span) => span.name === 'acknowledge' && span.process === closing.process);
  expect([way(acknowledging, spans).slice(1), acknowledging.attributes['curfew.sockets.closed']]).toEqual([way(closing, spans).slice(1), 1]);
  const request = only(spans, ({ name }) => name === 'DELETE /v1/sessions/:id');
  expect(request.attributes).toMatchObject({ 'http.request.method': 'DELETE', 'http.response.status_code': 200 });
  const own = spans.filter(({ parentSpanId }) => parentSpanId === request.spanId).map(({ name }) => name);
  expect(own).toEqual(expect.arrayContaining(['commit', 'tell', 'receipt']));
  expect(only(spans, ({ name }) => name === 'receipt').attributes).toMatchObject({ 'curfew.confirmed': true, 'curfew.sockets.closed': 1 });
});

it('shows a bulk revocation from the request over the job of the worker to the sockets that it closes', async () => {
  const bob = await signedUp(api, 'bob');
  // A worker looks for itself each second: where it was quicker than the queue, nobody has told it of the trace.
  const spans = await eventually(async () => {
    const phone = await signedIn(bob);
    await connected(phone, gateway);
    const traceId = randomBytes(16).toString('hex');
    const headers = { ...root.device.credentials(), traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` };
    const accepted = await ask(api, 'POST /v1/admin/revocations', { headers, body: { filter: { userId: bob.user.id }, reason: 'a contractor left' } });
    const { revocation } = ok<RevocationAccepted>(accepted);
    await eventually(async () => (await root.device.call<{ readonly status: string }>(`GET /v1/admin/revocations/${revocation.id}`)).status === 'completed', 30_000);
    return trace(traceId, (all) => ['close sockets', 'revoke by filter'].every((name) => all.some((span) => span.name === name)), 5_000).catch(() => undefined);
  }, 60_000);

  const closing = only(spans, ({ name, service }) => name === 'close sockets' && service === 'curfew-gateway');
  expect(way(closing, spans).slice(0, -1)).toEqual(['curfew-gateway close sockets', 'curfew-gateway hear', 'curfew-worker tell', 'curfew-worker revoke by filter', 'curfew-api POST /v1/admin/revocations']);
}, 90_000);

it('tells of a request its route and what IP_PRIVACY keeps, and nothing that is secret or a person’s', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada, 'cookie');
  await phone.ask('GET /v1/sessions?status=live&limit=7');
  ok(await ada.device.ask(`DELETE /v1/sessions/${phone.session.id}`));
  const [listed] = await eventually(() => {
    const found = collector.spans.filter(({ name }) => name === 'GET /v1/sessions');
    return found.length > 0 && collector.spans.some(({ name, attributes }) => name === 'close sockets' || attributes['curfew.session.id'] === phone.session.id) && found;
  });

  expect(listed?.attributes['client.address']).toBe('127.0.0.0');
  const sent = collector.text();
  for (const secret of [ada.device.token, phone.token, password, ada.email, 'limit=7', '127.0.0.1"', 'Firefox']) expect([secret, sent.replaceAll(/"host":"[^"]*"/g, '').includes(secret)]).toEqual([secret, false]);
});

it('loads nothing of OpenTelemetry but in the one file that is imported when traces are asked for', () => {
  const product = sources().filter((file) => !isSpec(file));
  const otlp = 'libs/platform/src/tracing/otlp.ts';
  expect(product.filter((file) => importsOf(file).some((name) => name.startsWith('@opentelemetry/'))).map(({ path }) => path)).toEqual([otlp]);
  expect(product.filter((file) => runtimeImportsOf(file).some((name) => name.endsWith('/otlp.js'))).map(({ path }) => path)).toEqual([]);
});

/** The spans of a trace, once they are `complete`. */
function trace(traceId: string, complete: (spans: readonly Span[]) => boolean, withinMs = 15_000): Promise<readonly Span[]> {
  return eventually(() => {
    const spans = collector.spans.filter((span) => span.traceId === traceId);
    return complete(spans) && spans.some(({ name }) => /^(?:DELETE|POST) /.test(name)) && spans;
  }, withinMs);
}

function only(spans: readonly Span[], is: (span: Span) => boolean): Span {
  const [one, ...more] = spans.filter(is);
  if (one === undefined || more.length > 0) throw new Error(`not one but ${more.length + (one ? 1 : 0)} among ${spans.map(({ service, name }) => `${service} ${name}`).join(', ')}`);
  return one;
}

/** A span and what it is part of, up to the one that nobody here has sent. */
function way(span: Span, spans: readonly Span[]): readonly string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [`${span.service} ${span.name}`, ...(parent === undefined ? [span.parentSpanId ?? ''] : way(parent, spans))];
}
