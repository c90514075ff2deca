// npm run faults: the whole Curfew under real faults. --help tells what can be chosen. As it was built last.
import { register } from 'node:module';

process.env['CURFEW_REDIS_DIST'] ??= new URL('../../node_modules/.cache/curfew-redis', import.meta.url).pathname;
register('../measure/typescript-hooks.js', import.meta.url);
await import(new URL('main.ts', import.meta.url).href);
