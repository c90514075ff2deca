// npm start: builds what is older than its sources, then starts everything. It stays plain JavaScript, as it must run before anything is built.
import { buildWhenNeeded } from './build.js';

await buildWhenNeeded();
await import('../dist/main.js');
