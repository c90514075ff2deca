import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAnyRoomStale, isDashboardStale, isGuardStale } from './stale.js';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds the rooms of TypeScript, the package of the guard and the dashboard, each only when a source is newer than what was built. Ends the process when that fails. */
export async function buildWhenNeeded() {
  if (await isAnyRoomStale(root)) await build('Building', 'typescript/bin/tsc', ['-b']);
  if (await isGuardStale(root)) await build('Building the guard', '@curfew/guard/build.js', []);
  if (await isDashboardStale(root)) await build('Building the dashboard', 'vite/bin/vite.js', ['build', '--logLevel', 'warn', join(root, 'apps/dashboard')]);
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
