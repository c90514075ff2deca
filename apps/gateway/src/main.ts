import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { announceReady, createHealth, createLogger, createMetrics, isGiven, nestLogger, onStop, openTracing, readSettings, run, serveMetrics, type Logger, secureCookie, securityHeaders, type Settings } from '@curfew/platform';

import { createGateway, type Gateway } from './gateway.js';
import { GatewayModule } from './gateway.module.js';
import { ProblemFilter } from './http/problem.filter.js';
import { listen } from './http/listen.js';
import { SocketsAdapter } from './sockets/sockets.adapter.js';

run(async () => {
  const settings = readSettings(process.env);
  const log = createLogger({ name: 'gateway', level: settings.logLevel });
  const tracing = await openTracing('gateway', log);
  onStop(() => tracing.close());
  const registry = createMetrics('gateway');
  const health = createHealth({ onChange: (part, up, err) => log[up ? 'info' : 'warn']({ part, err }, up ? 'is back' : 'is down') });

  const metrics = await serveMetrics({ name: 'gateway', registry, settings, portGiven: isGiven(process.env, 'metricsPort'), log });
  onStop(() => metrics.close());

  const gateway = await createGateway({ settings, health, registry, log, tracing });
  onStop(() => gateway.core.stop());
  health.add('postgresql', () => gateway.core.database.ping());
  // With ON_STALE=allow it goes on without a lease, and shows here that it has none.
  health[settings.onStale === 'allow' ? 'show' : 'add']('lease', async () => mustHold(gateway));
  health.show('redis', async () => mustHear(gateway));

  const app = await createApp(gateway, GatewayModule.of({ health, sockets: gateway.sockets }), { settings, log });
  onStop(() => app.close());
  const port = await listen(app, { settings, env: process.env, log });
  onStop(() => gateway.drain(), settings.drainDelay);

  await gateway.core.start();
  announceReady({ gateway: port, metrics: metrics.port });
  log.info({ port, metricsPort: metrics.port }, 'the gateway is ready');
});

const createApp = async (gateway: Gateway, module: ReturnType<typeof GatewayModule.of>, { settings, log }: { readonly settings: Settings; readonly log: Logger }): Promise<NestFastifyApplication> => {
  const adapter = new FastifyAdapter({ logger: false, bodyLimit: 1024, requestTimeout: 15_000, forceCloseConnections: true, http: { headersTimeout: 8_000 } });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: nestLogger(log), abortOnError: false });
  const headers = { ...securityHeaders({ https: secureCookie(settings) }), 'Cache-Control': 'no-store' };
  adapter.getInstance().addHook('onRequest', async (_request, reply) => void reply.headers(headers));
  app.useWebSocketAdapter(new SocketsAdapter(app, gateway.sockets.door.allowRequest));
  app.useGlobalFilters(new ProblemFilter(log));
  return app;
};

// Also before the first poll: then there is no lease yet.
const mustHold = ({ core }: Gateway): void => {
  if (core.follower.status().leaseMsLeft <= 0) throw new Error('no lease: what is known of the log is too old');
};

// The log brings what Redis does not: without it this gateway goes on, a poll later.
const mustHear = ({ core }: Gateway): void => {
  if (!core.doorbell.status().connected) throw new Error('not connected');
};
