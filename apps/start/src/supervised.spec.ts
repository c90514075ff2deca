import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '@curfew/platform';
import { backoff, failuresAfter } from './restart.js';
import { Refusal, Supervised } from './supervised.js';

const folder = mkdtempSync(join(tmpdir(), 'curfew-supervised-'));
afterAll(() => rmSync(folder, { recursive: true }));
const log = createLogger({ name: 'start', level: 'silent' });

/** A process that writes its pid, says that it is ready, and then does `code`; and all pids that were seen so far. */
const supervisedAs = (name: string, code: string) => {
  const pids = join(folder, `${name}.pids`);
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, `import { appendFileSync } from 'node:fs';\nappendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');\n${code}`);
  const seen = (): readonly number[] => (existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n').map(Number) : []);
  return { supervised: new Supervised({ name, file, env: process.env }, log), seen };
};
const READY = "process.send({ type: 'ready', ports: {} }); setInterval(() => undefined, 1000);";
const failing = (name: string) => supervisedAs(name, 'process.exit(1);');
const until = async (fact: () => boolean): Promise<void> => {
  while (!fact()) await pause(10);
};
const lives = (pid = 0): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('is ready when the process says so, and gone once stopped', async () => {
  const { supervised, seen } = supervisedAs('api', READY);
  await supervised.ready;
  expect(lives(seen()[0])).toBe(true);
  await supervised.stop();
  expect(seen().map(lives)).toEqual([false]);
});

it('starts a killed process again', async () => {
  const { supervised, seen } = supervisedAs('gateway', READY);
  await supervised.ready;
  process.kill(seen()[0] ?? 0, 'SIGKILL');
  await until(() => seen().length === 2);
  await supervised.stop();
  expect(seen().map(lives)).toEqual([false, false]);
});

it('starts it again at once when asked to', async () => {
  const { supervised, seen } = supervisedAs('worker', READY);
  await supervised.ready;
  await supervised.restart();
  await until(() => seen().length === 2);
  await supervised.stop();
});

it('kills one that does not end within 4 s', async () => {
  const { supervised, seen } = supervisedAs('stubborn', `process.on('SIGTERM', () => undefined); ${READY}`);
  await supervised.ready;
  const began = performance.now();
  await supervised.stop();
  expect(performance.now() - began).toBeLessThan(4700);
  expect(seen().map(lives)).toEqual([false]);
});

it('says that a process refuses its settings', async () => {
  const { supervised } = supervisedAs('refusing', 'process.exit(78);');
  await expect(supervised.ready).rejects.toBeInstanceOf(Refusal);
  await supervised.stop();
});

it('does not start one again that was stopped while it waited', async () => {
  const { supervised, seen } = failing('stopped');
  await until(() => seen().length === 1);
  await supervised.stop();
  const count = seen().length;
  const later = failing('later');
  await until(() => later.seen().length === count + 2);
  await later.supervised.stop();
  expect(seen()).toHaveLength(count);
});

it.each([
  [1, 500],
  [2, 1000],
  [5, 8000],
  [6, 10_000],
  [100, 10_000],
])('after %i ends in a row waits %i ms', (failures, wait) => {
  expect(backoff(failures)).toBe(wait);
});

it('counts anew what had run for half a minute', () => {
  expect([failuresAfter(3, 29_999), failuresAfter(3, 30_000)]).toEqual([4, 1]);
});
