import type { Logger } from '../logging/logger.js';

/** What is told of a span: never a token, a password, a name or an address of a person beyond what IP_PRIVACY keeps. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A span to be begun. `parent` is a W3C `traceparent` from elsewhere; without one the present span is the parent. */
export interface Beginning {
  readonly name: string;
  readonly kind?: 'server' | 'producer' | 'consumer';
  readonly parent?: string | undefined;
  readonly attributes?: Attributes;
}

/** A span that lasts until it is ended. */
export interface OpenSpan {
  /** Does work of which this is the present span, and whatever it begins later. */
  within<T>(work: () => T): T;
  note(attributes: Attributes): void;
  end(failed?: boolean): void;
}

/** Traces of this process, by OpenTelemetry. Switched off it does the work, and nothing else. */
export interface Tracing {
  readonly on: boolean;
  begin(beginning: Beginning): OpenSpan;
  /** A span for as long as `work` takes; a promise is waited for, an error noted by its name alone, and thrown. */
  span<T>(beginning: Beginning, work: () => T): T;
  /** Notes something of the present span. */
  note(attributes: Attributes): void;
  /** The `traceparent` of the present span, to be carried to another process; undefined when nobody looks. */
  carry(): string | undefined;
  /** Sends what was not sent yet, within a second. Never rejects. */
  close(): Promise<void>;
}

/** Tracing as the standard variables ask for it (`OTEL_*`). Off unless there is an endpoint, and then no package of it is loaded. */
export const openTracing = async (name: string, log: Pick<Logger, 'warn' | 'debug'>, env: Environment = process.env): Promise<Tracing> => {
  if (!isAsked(env)) return noTracing;
  const { traceWith } = await import('./otlp.js');
  return traceWith(name, log);
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether traces go anywhere: an endpoint is set, and neither the SDK nor the exporter of traces is switched off. */
export const isAsked = (env: Environment): boolean => {
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  return endpoint !== '' && env['OTEL_SDK_DISABLED']?.toLowerCase() !== 'true' && (env['OTEL_TRACES_EXPORTER'] || 'otlp') === 'otlp';
};

const nothing: OpenSpan = { within: (work) => work(), note: () => undefined, end: () => undefined };

export const noTracing: Tracing = {
  on: false,
  begin: () => nothing,
  span: (_, work) => work(),
  note: () => undefined,
  carry: () => undefined,
  close: async () => undefined,
};
