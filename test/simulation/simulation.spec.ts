import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const run = fileURLToPath(new URL('run.js', import.meta.url));
const SEEDS = 2_000;

it(`keeps every promise in all directed schedules and in ${SEEDS} random ones`, () => {
  const { status, stdout } = spawnSync(process.execPath, [run, '--seeds', String(SEEDS)], { encoding: 'utf8' });

  expect(stdout.split('\n').filter((line) => line.includes('BROKEN'))).toEqual([]);
  expect(stdout).toContain(`${SEEDS} seeds from 1: all promises held`);
  expect(status).toBe(0);
}, 600_000);
