// Compiles main.ts, as Nest needs, and starts it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const { status } = spawnSync(process.execPath, [path('../../node_modules/typescript/bin/tsc'), '-p', path('.')], { stdio: 'inherit' });
if (status !== 0) process.exit(1);
await import('./dist/main.js');
