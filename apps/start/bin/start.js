// npm start: builds what is older than its sources, then starts everything. It stays plain JavaScript, as it must run before anything is built.
import { buildWhenNeeded } from './build.js';

// Read first: if npm is killed from now on, someone notices.
const parent = process.ppid;
await buildWhenNeeded();
const { main } = await import('../dist/main.js');
await main(parent);
