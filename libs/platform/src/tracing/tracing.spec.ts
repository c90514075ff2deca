import { isAsked, noTracing, openTracing } from './tracing.js';

it.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, true],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_SDK_DISABLED: 'true' }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_TRACES_EXPORTER: 'none' }, false],
])('traces when the standard variables give an endpoint and switch nothing off: %j', (env, asked) => {
  expect(isAsked(env)).toBe(asked);
});

it('does the work and nothing else when it is off', async () => {
  const tracing = await openTracing('api', { warn: () => undefined, debug: () => undefined }, {});

  expect(tracing).toBe(noTracing);
  expect(tracing.span({ name: 'work' }, () => 1)).toBe(1);
  expect(tracing.begin({ name: 'work' }).within(() => tracing.carry())).toBeUndefined();
});
