import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Logger } from './logging/logger.js';
import { isTaken, listen } from './ports.js';
import { portTaken, type Settings } from './settings/read.js';
import type { ProcessName } from './settings/row.js';

/** A registry with the process's own numbers (memory, event loop, garbage collection) as `curfew_*`, each labelled with the process. */
export const createMetrics = (name: ProcessName): Registry => {
  const registry = new Registry();
  registry.setDefaultLabels({ process: name });
  collectDefaultMetrics({ register: registry, prefix: 'curfew_' });
  return registry;
};

/** What listens for Prometheus. */
export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `/metrics` on METRICS_HOST at METRICS_PORT (api), +1 (gateway), +2 (worker); 0 takes a free port.
 * A port that was set (`portGiven`) and is taken rejects with a SettingsError; the default makes way to the next free one, with a warning.
 */
export const serveMetrics = async (options: MetricsOptions): Promise<MetricsServer> => {
  const { metricsPort, metricsHost } = options.settings;
  const wanted = metricsPort === 0 ? 0 : metricsPort + OFFSET[options.name];
  for (let port = wanted; ; port += wanted === 0 ? 0 : PROCESSES) {
    const server = answering(options.registry);
    try {
      const got = await listen(server, port, metricsHost);
      if (port !== wanted) options.log.warn({ wanted, port: got }, `the metrics port ${wanted} is taken: metrics are on ${got}`);
      return { port: got, close: () => closed(server) };
    } catch (error) {
      if (!isTaken(error) || port + PROCESSES > 65535) throw error;
      if (options.portGiven) throw portTaken('metricsPort', port);
    }
  }
};

interface MetricsOptions {
  readonly name: ProcessName;
  readonly registry: Registry;
  readonly settings: Pick<Settings, 'metricsPort' | 'metricsHost'>;
  readonly portGiven: boolean;
  readonly log: Logger;
}

const OFFSET = { api: 0, gateway: 1, worker: 2 } as const;
// Moving on by as many as there are processes keeps two of them from racing for one port.
const PROCESSES = 3;

const answering = (registry: Registry): Server =>
  createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' }).end(text),
      () => response.writeHead(500).end(),
    );
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
