import 'reflect-metadata';

import { announceReady, createLogger, createMetrics, isGiven, onStop, readSettings, run, serveMetrics, watchGuarantee } from '@curfew/platform';

import { createApi } from './api.js';
import { closing } from './close.js';
import { compose } from './compose.js';
import { makeFirstAdministrator } from './first-administrator.js';
import { listen } from './listen.js';

// The API as a process of its own. What is started last is stopped first.
run(async () => {
  const settings = readSettings(process.env);
  const log = createLogger({ name: 'api', level: settings.logLevel });
  const { parts, core, listensOn, start, stop } = await compose(settings, log);
  onStop(stop);
  await start();
  await makeFirstAdministrator(parts);
  const registry = createMetrics('api');
  watchGuarantee(registry, () => core.keeping());
  const metrics = await serveMetrics({ name: 'api', registry, settings, portGiven: isGiven(process.env, 'metricsPort'), log });
  onStop(() => metrics.close());
  const app = await createApi(parts, registry);
  const close = closing(app);
  const port = await listen(app, { settings, env: process.env, log });
  listensOn(port);
  onStop(async () => {
    parts.health.drain();
    parts.feedStreams.close();
    await close();
  });
  log.info({ port, metricsPort: metrics.port }, `the API listens on port ${port}`);
  announceReady({ api: port, metrics: metrics.port });
});
