import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';

import { announceReady, createLogger, createMetrics, isGiven, onStop, openTracing, readSettings, run, serveMetrics, watchGuarantee } from '@curfew/platform';

import { createApi } from './api.js';
import { closing } from './close.js';
import { compose } from './compose.js';
import { makeFirstAdministrator } from './first-administrator.js';
import { listen } from './listen.js';

/** So long after a stop began a revocation that was asked for is still waited to be confirmed: its answer has to get out. */
const RECEIPTS_WITHIN_MS = 2_000;

// The API as a process of its own. What is started last is stopped first.
run(async () => {
  const settings = readSettings(process.env);
  const log = createLogger({ name: 'api', level: settings.logLevel });
  const tracing = await openTracing('api', log);
  onStop(() => tracing.close());
  const registry = createMetrics('api');
  const { parts, core, listensOn, start, stop } = await compose({ settings, log, registry, tracing });
  onStop(stop);
  await start();
  await makeFirstAdministrator(parts);
  watchGuarantee(registry, () => core.keeping());
  const metrics = await serveMetrics({ name: 'api', registry, settings, portGiven: isGiven(process.env, 'metricsPort'), log });
  onStop(() => metrics.close());
  const app = await createApi(parts, registry);
  const door = closing(app);
  const port = await listen(app, { settings, env: process.env, log });
  listensOn(port);
  onStop(async () => {
    parts.health.drain();
    door.leave();
    await pause(settings.drainDelay);
    parts.feedStreams.close();
    core.receipts.hurry(RECEIPTS_WITHIN_MS);
    await door.close();
  }, settings.drainDelay);
  log.info({ port, metricsPort: metrics.port }, `the API listens on port ${port}`);
  announceReady({ api: port, metrics: metrics.port });
});
