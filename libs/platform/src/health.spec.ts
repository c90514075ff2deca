import { createHealth } from './health.js';

const never = (): Promise<void> => new Promise(() => undefined);

it('is ready when every part is', async () => {
  const health = createHealth();
  health.add('database', async () => undefined);
  expect(await health.ready()).toEqual({ status: 'ok', parts: { database: 'ok' } });
});

it('says which part is down, whether its check throws or hangs, and lives on', async () => {
  const health = createHealth({ timeout: 20 });
  health.add('database', async () => undefined);
  health.add('redis', () => Promise.reject(new Error('secret reason')));
  health.add('log', never);
  expect(await health.ready()).toEqual({ status: 'unavailable', parts: { database: 'ok', redis: 'unavailable', log: 'unavailable' } });
  expect(health.live()).toEqual({ status: 'ok', parts: {} });
});

it('shows a part that it does without, and is ready all the same', async () => {
  const health = createHealth();
  health.add('database', async () => undefined);
  health.show('redis', () => Promise.reject(new Error('down')));
  expect(await health.ready()).toEqual({ status: 'ok', parts: { database: 'ok', redis: 'unavailable' } });
});

it('tells once of a part that goes down, and once that it is back', async () => {
  const told: unknown[] = [];
  let up = false;
  const health = createHealth({ onChange: (part, isUp) => told.push([part, isUp]) });
  health.add('redis', () => (up ? Promise.resolve() : Promise.reject(new Error('down'))));
  await health.ready();
  await health.ready();
  up = true;
  await health.ready();
  await health.ready();
  expect(told).toEqual([['redis', false], ['redis', true]]);
});

it('asks each part once for many who ask at the same time', async () => {
  let asked = 0;
  const health = createHealth();
  health.add('database', async () => void (asked += 1));
  await Promise.all([health.ready(), health.ready(), health.ready()]);
  expect(asked).toBe(1);
});

it('is not ready any more once it drains', async () => {
  const health = createHealth();
  health.drain();
  expect(await health.ready()).toEqual({ status: 'unavailable', parts: { process: 'unavailable' } });
});
