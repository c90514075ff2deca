import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds the rooms of TypeScript and the dashboard, each only when a source is newer than what was built. Ends the process when that fails. */
export async function buildWhenNeeded() {
  if (await isAnyRoomStale()) await build('Building', 'typescript/bin/tsc', ['-b']);
  if (await isDashboardStale()) await build('Building the dashboard', 'vite/bin/vite.js', ['build', '--logLevel', 'warn', join(root, 'apps/dashboard')]);
}

/**
 * Runs a tool of node_modules, which ends when this process does, however it ends.
 * @param {string} script
 * @param {readonly string[]} args
 */
export function runTool(script, args) {
  const follow = new URL('follow-parent.js', import.meta.url).href;
  return spawn(process.execPath, ['--import', follow, join(root, 'node_modules', script), ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** @type {(told: string, script: string, args: readonly string[]) => Promise<void>} */
async function build(told, script, args) {
  if (!existsSync(join(root, 'node_modules', script))) leave(`Curfew is not built, and ${script.split('/')[0]} is not installed. Run \`npm ci\` first.`);
  const began = performance.now();
  process.stdout.write(`${told}…\n`);
  const child = runTool(script, args);
  const parent = process.ppid;
  // SIGKILL of npm reaches only npm. Without npm the parent may leave: a shell that started this in the background does.
  const watch = setInterval(() => process.env.npm_lifecycle_event && process.ppid !== parent && process.exit(1), 250);
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', resolve);
  });
  clearInterval(watch);
  if (code !== 0) leave(`${told} failed.`);
  process.stdout.write(`${told} took ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
}

/** @type {(line: string) => never} */
function leave(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

async function isAnyRoomStale() {
  const folders = await Promise.all(['libs', 'apps'].map(async (kind) => (await readdir(join(root, kind))).map((room) => join(root, kind, room))));
  const shared = await newest(['tsconfig.base.json', 'tsconfig.json'].map((name) => join(root, name)));
  const stale = folders.flat().map(async (room) => {
    if (!existsSync(join(room, 'src')) || !existsSync(join(room, 'tsconfig.json')) || isWebsite(room)) return false;
    const sources = await newest([...(await filesBelow(join(room, 'src'))), join(room, 'tsconfig.json'), join(room, 'package.json')]);
    return Math.max(sources, shared) > (await modified(join(room, 'dist/.tsbuildinfo')));
  });
  return (await Promise.all(stale)).includes(true);
}

async function isDashboardStale() {
  const room = join(root, 'apps/dashboard');
  if (!existsSync(join(room, 'src'))) return false;
  const folders = [join(room, 'src'), join(room, 'public'), join(root, 'libs/contracts/src')];
  const files = ['index.html', 'vite.config.ts', 'package.json'].map((name) => join(room, name));
  const sources = await newest([...(await Promise.all(folders.map(filesBelow))).flat(), ...files]);
  return sources > (await modified(join(room, 'dist/index.html')));
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
  return entries.filter((entry) => entry.isFile() && !/\.spec\.tsx?$/.test(entry.name)).map((entry) => join(entry.parentPath ?? dirname(folder), entry.name));
}
