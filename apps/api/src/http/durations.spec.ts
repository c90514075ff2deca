import { Histogram, Registry } from 'prom-client';

import { Durations } from './durations.js';

const told = { name: 'curfew_seconds', help: 'How long.', bounds: [0.001, 0.0025, 1] };
const answers = [
  [{ method: 'GET', route: '/a', status: 200 }, [0.0001, 0.001, 0.0011, 0.5, 1, 7]],
  [{ method: 'GET', route: '/a', status: 401 }, [0.25]],
  [{ method: 'DELETE', route: '/a', status: 200 }, [0.0025]],
  [{ method: 'GET', route: '/b', status: 200 }, [0]],
] as const;

const registered = (): Registry => {
  const registry = new Registry();
  registry.setDefaultLabels({ process: 'api' });
  return registry;
};

it('is told as prom-client’s own histogram of the same answers is, as text and as JSON', async () => {
  const [own, given] = [registered(), registered()];
  const durations = new Durations(told, own);
  const histogram = new Histogram({ name: told.name, help: told.help, labelNames: ['method', 'route', 'status'], buckets: [...told.bounds], registers: [given] });
  for (const [labels, all] of answers) {
    for (const seconds of all) {
      durations.note({ ...labels }, seconds);
      histogram.observe(labels, seconds);
    }
  }

  expect(await own.metrics()).toBe(await given.metrics());
  expect(await own.getMetricsAsJSON()).toMatchObject(JSON.parse(JSON.stringify(await given.getMetricsAsJSON(), (key, value: unknown) => (key === 'exemplar' ? undefined : value))));
});

it('says that there is such a metric before anything was answered', async () => {
  const registry = registered();
  void new Durations(told, registry);
  expect(await registry.metrics()).toContain('# TYPE curfew_seconds histogram');
});
