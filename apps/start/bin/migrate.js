// npm run migrate: builds what is older than its sources, then brings the schema up to date.
import { buildWhenNeeded } from './build.js';

await buildWhenNeeded();
await import('../dist/migrate.js');
