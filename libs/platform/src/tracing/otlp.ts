import { hostname } from 'node:os';

import { context, diag, DiagLogLevel, isSpanContextValid, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Context, type Span } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

import type { Logger } from '../logging/logger.js';
import type { Beginning, OpenSpan, Tracing } from './tracing.js';

/** Tracing to an OTLP/HTTP endpoint. The packages read the standard variables: endpoint, headers, sampler, batches, resource. */
export const traceWith = (name: string, log: Pick<Logger, 'warn' | 'debug'>): Tracing => {
  tellOfTroubles(log);
  const own = resourceFromAttributes({ 'service.name': `curfew-${name}`, 'service.instance.id': `${hostname()}-${process.pid}` });
  const resource = defaultResource().merge(own).merge(detectResources({ detectors: [envDetector] }));
  const provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
  provider.register();
  const tracer = provider.getTracer('curfew');
  const begin = ({ name: what, kind, parent, attributes = {} }: Beginning): OpenSpan & { readonly span: Span } => {
    const above = parentOf(parent);
    const span = tracer.startSpan(what, { kind: kind === undefined ? SpanKind.INTERNAL : KINDS[kind], attributes }, above);
    const here = trace.setSpan(above, span);
    return { span, within: (work) => context.with(here, work), note: (more) => void span.setAttributes(more), end: (failed = false) => endOf(span, failed) };
  };
  return {
    on: true,
    begin,
    span: (beginning, work) => over(begin(beginning), work),
    note: (attributes) => void trace.getActiveSpan()?.setAttributes(attributes),
    carry: () => traceparentOf(trace.getActiveSpan()),
    close: () => withinASecond(provider.shutdown()),
  };
};

const KINDS = { server: SpanKind.SERVER, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER } as const;

// W3C Trace Context §3.2, version 00. What is not in order is as if it were not there.
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/u;

const parentOf = (traceparent: string | undefined): Context => {
  const [, traceId = '', spanId = '', flags = '0'] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  if (isSpanContextValid(parent)) return trace.setSpanContext(ROOT_CONTEXT, parent);
  return context.active();
};

const traceparentOf = (span: Span | undefined): string | undefined => {
  if (span === undefined) return undefined;
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
};

const over = <T>(open: OpenSpan & { readonly span: Span }, work: () => T): T => {
  const failed = (error: unknown): void => {
    open.note({ 'error.type': error instanceof Error ? error.name : typeof error });
    open.end(true);
  };
  try {
    const done = open.within(work);
    if (done instanceof Promise) done.then(() => open.end(), failed);
    else open.end();
    return done;
  } catch (error) {
    failed(error);
    throw error;
  }
};

// Whoever takes traces may be away for long: the first trouble is worth a line.
const tellOfTroubles = (log: Pick<Logger, 'warn' | 'debug'>): void => {
  let told = false;
  const tell = (message: string): void => {
    log[told ? 'debug' : 'warn']({ message }, 'traces could not be sent');
    told = true;
  };
  const silent = (): void => undefined;
  diag.setLogger({ error: tell, warn: tell, info: silent, debug: silent, verbose: silent }, DiagLogLevel.WARN);
};

const withinASecond = async (work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, 1_000)));
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
};

const endOf = (span: Span, failed: boolean): void => {
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
};
