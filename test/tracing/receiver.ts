import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { atEnd } from '../support/at-end.js';

/** A span as it came, with the process that sent it. */
export interface Span {
  readonly service: string;
  readonly process: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Takes traces as collectors do: OTLP over HTTP, in JSON. */
export interface Receiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly spans: readonly Span[];
  /** Every byte that was sent here. */
  text(): string;
}

/** Listens, and is closed after the file's last test. */
export async function receiver(): Promise<Receiver> {
  const spans: Span[] = [];
  const texts: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      texts.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
      if (request.url === '/v1/traces') spans.push(...spansIn(JSON.parse(body) as Sent));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, spans, text: () => texts.join('\n') };
}

// OTLP 1.x, JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly (Omit<Span, 'service' | 'process' | 'attributes'> & { readonly attributes?: readonly Attribute[] })[] }[];
  }[];
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

const spansIn = ({ resourceSpans }: Sent): readonly Span[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const from = valuesOf(resource.attributes);
    const of = { service: String(from['service.name']), process: String(from['service.instance.id']) };
    return scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, ...of, attributes: valuesOf(span.attributes ?? []) })));
  });

const valuesOf = (attributes: readonly Attribute[]): Readonly<Record<string, unknown>> => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
