import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Whether a room of TypeScript below `root` has a source that is newer than what was built of it. A room without sources (an image) is never stale.
 * @param {string} root
 */
export async function isAnyRoomStale(root) {
  const folders = await Promise.all(['libs', 'apps'].map(async (kind) => (await readdir(join(root, kind))).map((room) => join(root, kind, room))));
  const shared = await newest(['tsconfig.base.json', 'tsconfig.json'].map((name) => join(root, name)));
  const stale = folders.flat().map(async (room) => {
    if (!existsSync(join(room, 'src')) || !existsSync(join(room, 'tsconfig.json')) || isWebsite(room)) return false;
    const sources = await newest([...(await filesBelow(join(room, 'src'))), join(room, 'tsconfig.json'), join(room, 'package.json')]);
    return Math.max(sources, shared) > (await modified(join(room, 'dist/.tsbuildinfo')));
  });
  return (await Promise.all(stale)).includes(true);
}

/**
 * Whether the dashboard, or what it is made of in libs/contracts, has a source that is newer than what was built of it.
 * @param {string} root
 */
export async function isDashboardStale(root) {
  const room = join(root, 'apps/dashboard');
  if (!existsSync(join(room, 'src'))) return false;
  const folders = [join(room, 'src'), join(room, 'public'), join(root, 'libs/contracts/src')];
  const files = ['index.html', 'vite.config.ts', 'package.json'].map((name) => join(room, name));
  const sources = await newest([...(await Promise.all(folders.map(filesBelow))).flat(), ...files]);
  return sources > (await modified(join(room, 'dist/index.html')));
}

/**
 * Whether the package that others install has a source that is newer than it, its own or one of what it bundles.
 * @param {string} root
 */
export async function isGuardStale(root) {
  const room = join(root, 'libs/guard');
  if (!existsSync(join(room, 'src'))) return false;
  const folders = ['contracts', 'follower', 'guard'].map((name) => join(root, 'libs', name, 'src'));
  const files = ['build.js', 'package.json'].map((name) => join(room, name));
  const sources = await newest([...(await Promise.all(folders.map(filesBelow))).flat(), ...files]);
  return sources > (await modified(join(room, 'dist/bundle/index.js')));
}

/** @type {(room: string) => boolean} */
const isWebsite = (room) => existsSync(join(room, 'index.html'));

/** @type {(paths: readonly string[]) => Promise<number>} */
const newest = async (paths) => Math.max(0, ...(await Promise.all(paths.map(modified))));

/** @type {(path: string) => Promise<number>} When it was changed last; 0 when it is not there. */
const modified = (path) => stat(path).then(({ mtimeMs }) => mtimeMs, () => 0);

/** @type {(folder: string) => Promise<readonly string[]>} Specs are no part of what is built. */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile() && !/\.spec\.tsx?$/.test(entry.name)).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
