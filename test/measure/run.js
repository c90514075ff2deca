// npm run measure: how long a revocation takes on this machine, as a table in Markdown. --help tells what can be chosen. As it was built last.
import { register } from 'node:module';

process.env['CURFEW_REDIS_DIST'] ??= new URL('../../node_modules/.cache/curfew-redis', import.meta.url).pathname;
register('./typescript-hooks.js', import.meta.url);
await import(new URL('main.ts', import.meta.url).href);
