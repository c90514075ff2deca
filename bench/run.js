// npm run bench: Curfew beside others, on this machine. --help tells what can be chosen.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildWhenNeeded } from '../apps/start/bin/build.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const installed = `${here}node_modules/.package-lock.json`;

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(`${here}package-lock.json`).mtimeMs) {
  process.stdout.write('Installing those that Curfew is measured beside…\n');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--prefix', here], { cwd: here, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
await buildWhenNeeded();
process.env['CURFEW_REDIS_DIST'] ??= fileURLToPath(new URL('../node_modules/.cache/curfew-redis', import.meta.url));
register('../test/measure/typescript-hooks.js', import.meta.url);
await import(new URL('src/main.ts', import.meta.url).href);
