// npm run erase: builds what is older than its sources, then erases what is personal of an account.
import { buildWhenNeeded } from './build.js';

await buildWhenNeeded();
await import('../dist/erase.js');
