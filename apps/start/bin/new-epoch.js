// npm run new-epoch: builds what is older than its sources, then ends every session and begins a new epoch.
import { buildWhenNeeded } from './build.js';

await buildWhenNeeded();
await import('../dist/new-epoch.js');
