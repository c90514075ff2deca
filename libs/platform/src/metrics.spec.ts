import { createLogger } from './logging/logger.js';
import { createMetrics, serveMetrics, type MetricsServer } from './metrics.js';
import { isFree, nextFree } from './ports.js';

const log = createLogger({ name: 'api', level: 'silent' });
const open: MetricsServer[] = [];
const serving = async (name: 'api' | 'gateway', metricsPort: number, portGiven: boolean): Promise<MetricsServer> => {
  const settings = { metricsPort, metricsHost: '127.0.0.1' };
  const server = await serveMetrics({ name, registry: createMetrics(name), settings, portGiven, log });
  open.push(server);
  return server;
};
afterEach(async () => void (await Promise.all(open.splice(0).map((server) => server.close()))));

it('answers /metrics alone, with names that begin with curfew_', async () => {
  const { port } = await serving('api', 0, true);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const names = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=/);
  expect(names.length).toBeGreaterThan(10);
  expect(names.every((line) => line.startsWith('curfew_') && line.includes('process="api"'))).toBe(true);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
});

it('listens one above METRICS_PORT in the gateway', async () => {
  const base = await nextFree(20_464, 5);
  expect((await serving('gateway', base, true)).port).toBe(base + 1);
});

it('refuses a port that was set and is taken, and moves on from a default one', async () => {
  const base = await nextFree(20_564, 5);
  await serving('api', base, true);
  expect(await isFree(base)).toBe(false);
  await expect(serving('api', base, true)).rejects.toThrow(`METRICS_PORT: port ${base} is taken`);
  expect((await serving('api', base, false)).port).toBe(base + 3);
});
