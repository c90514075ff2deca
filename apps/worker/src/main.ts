import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { announceReady, createLogger, createMetrics, givenRules, isGiven, nestLogger, onStop, openTracing, readSettings, run, serveMetrics, serversOf, timeReceipts, watchGuarantee } from '@curfew/platform';
import { createSessions, sessionRules } from '@curfew/sessions';
import { createCanaryMetrics } from './canary/canary-metrics.js';
import { createUpkeepMetrics } from './upkeep/upkeep-metrics.js';
import { WorkerModule } from './worker.module.js';

run(async () => {
  const settings = readSettings(process.env);
  const log = createLogger({ name: 'worker', level: settings.logLevel });
  const { databaseUrl, redisUrl } = serversOf(settings);
  const rules = sessionRules(settings, givenRules(process.env));

  const tracing = await openTracing('worker', log);
  onStop(() => tracing.close());
  const registry = createMetrics('worker');
  const core = await createSessions({ kind: 'worker', databaseUrl, redisUrl, rules, log, witness: timeReceipts(registry), tracing });
  onStop(() => core.stop());
  await core.start();

  watchGuarantee(registry, () => core.keeping());
  const metrics = await serveMetrics({ name: 'worker', registry, settings, portGiven: isGiven(process.env, 'metricsPort'), log });
  onStop(() => metrics.close());

  const canaries = { canary: core.canary, canaryIntervalMs: settings.canaryInterval, canaryMetrics: createCanaryMetrics(registry) };
  const module = WorkerModule.of({ ...canaries, sessions: core.sessions, bulkWork: core.bulkWork, audit: core.audit, policies: core.policies, rules, retentionMs: settings.retention, redisUrl, log, tracing, metrics: createUpkeepMetrics(registry) });
  const app = await NestFactory.createApplicationContext(module, { logger: nestLogger(log), abortOnError: false });
  onStop(() => app.close());
  announceReady({ metricsPort: metrics.port });
  log.info({ metricsPort: metrics.port }, 'the worker is ready');
});
