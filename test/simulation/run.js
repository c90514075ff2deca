// node test/simulation/run.js --seeds N: the follower under random and directed schedules; --help tells the rest. Builds what is stale first.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
const built = spawnSync(process.execPath, [tsc, '-b', fileURLToPath(new URL('.', import.meta.url))], { stdio: 'inherit' });
if (built.status === 0) await import(new URL('dist/main.js', import.meta.url).href);
else process.exitCode = 1;
