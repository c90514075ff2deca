// npm run dev: Curfew as `npm start` runs it; TypeScript and the dashboard are built again on each change, and the processes start again with what was built.
import { fork } from 'node:child_process';
import { watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildWhenNeeded, root, runTool } from './build.js';

await buildWhenNeeded();
const starter = fork(join(root, 'apps/start/bin/start.js'), process.argv.slice(2), { cwd: process.cwd() });
const builders = [
  runTool('typescript/bin/tsc', ['-b', '-w', '--preserveWatchOutput']),
  runTool('vite/bin/vite.js', ['build', '--watch', '--logLevel', 'warn', join(root, 'apps/dashboard')]),
];

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => starter.kill('SIGTERM'));
starter.once('exit', (code) => {
  for (const builder of builders) builder.kill();
  process.exit(code ?? 1);
});

let soon;
for (const folder of await builtFolders()) {
  watch(folder, { recursive: true }, (_, name) => {
    if (!name?.endsWith('.js')) return;
    clearTimeout(soon);
    soon = setTimeout(() => starter.kill('SIGUSR2'), 300);
  });
}

// What the processes are made of. The dashboard is read from disk by the api; the starter itself is not started again.
async function builtFolders() {
  const libs = (await readdir(join(root, 'libs'))).filter((room) => room !== 'embedded').map((room) => join(root, 'libs', room, 'dist'));
  return [...libs, ...['api', 'gateway', 'worker'].map((room) => join(root, 'apps', room, 'dist'))];
}
