import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isAnyRoomStale, isDashboardStale, isGuardStale } from '../bin/stale.js';

let root = '';
/** Makes a file that was changed last at this second. */
const file = (path: string, at: number): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
  utimesSync(join(root, path), at, at);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'curfew-stale-'));
  for (const path of ['libs/contracts/tsconfig.json', 'libs/contracts/src/deep/a.ts', 'apps/api/tsconfig.json', 'apps/api/src/main.ts']) file(path, 100);
  for (const path of ['apps/dashboard/index.html', 'apps/dashboard/tsconfig.json', 'apps/dashboard/src/main.tsx']) file(path, 100);
  for (const path of ['libs/contracts/dist/.tsbuildinfo', 'apps/api/dist/.tsbuildinfo', 'apps/dashboard/dist/index.html']) file(path, 200);
});
afterEach(() => rmSync(root, { recursive: true }));

const stale = async () => ({ rooms: await isAnyRoomStale(root), dashboard: await isDashboardStale(root) });

it('builds nothing when all that was built is newer than its sources', async () => {
  expect(await stale()).toEqual({ rooms: false, dashboard: false });
});

it.each([
  ['apps/api/src/main.ts', { rooms: true, dashboard: false }],
  ['apps/api/src/new/file.ts', { rooms: true, dashboard: false }],
  ['apps/api/package.json', { rooms: true, dashboard: false }],
  ['tsconfig.base.json', { rooms: true, dashboard: false }],
  ['apps/dashboard/src/main.tsx', { rooms: false, dashboard: true }],
  ['apps/dashboard/public/icon.svg', { rooms: false, dashboard: true }],
  ['libs/contracts/src/deep/a.ts', { rooms: true, dashboard: true }],
  ['apps/api/src/main.spec.ts', { rooms: false, dashboard: false }],
])('after a change of %s builds %j', async (path, what) => {
  file(path, 300);
  expect(await stale()).toEqual(what);
});

it('builds what was never built', async () => {
  rmSync(join(root, 'apps/api/dist'), { recursive: true });
  rmSync(join(root, 'apps/dashboard/dist'), { recursive: true });
  expect(await stale()).toEqual({ rooms: true, dashboard: true });
});

it('builds the guard again when it, or what it bundles, has changed', async () => {
  expect(await isGuardStale(root)).toBe(false);
  for (const path of ['libs/guard/src/index.ts', 'libs/guard/build.js', 'libs/follower/src/index.ts']) file(path, 100);
  file('libs/guard/dist/bundle/index.js', 200);
  expect(await isGuardStale(root)).toBe(false);

  file('libs/follower/src/index.ts', 300);

  expect(await isGuardStale(root)).toBe(true);
});

it('builds nothing where there are no sources', async () => {
  for (const path of ['libs/contracts/src', 'apps/api/src', 'apps/dashboard/src', 'apps/dashboard/index.html']) rmSync(join(root, path), { recursive: true });
  rmSync(join(root, 'apps/api/dist'), { recursive: true });
  expect(await stale()).toEqual({ rooms: false, dashboard: false });
});
