import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Whether a room that vite builds has changed since its dist was made: its own files, or what it is made of in libs/contracts.
 * @param {string} room absolute
 */
export async function isStale(room) {
  const built = await modified(join(room, 'dist/index.html'));
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json', '../../libs/contracts/src'];
  const newest = await Promise.all(sources.map((source) => newestIn(join(room, source))));
  return Math.max(...newest) > built;
}

/** @type {(path: string) => Promise<number>} */
async function newestIn(path) {
  const entries = await readdir(path, { recursive: true }).catch(() => []);
  return Math.max(await modified(path), ...(await Promise.all(entries.map((entry) => modified(join(path, entry))))));
}

/** @type {(path: string) => Promise<number>} 0 when it is not there */
async function modified(path) {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
