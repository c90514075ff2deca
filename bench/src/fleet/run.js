// The clients' process: fleet.ts starts it.
import { register } from 'node:module';

register('../../../test/measure/typescript-hooks.js', import.meta.url);
await import(new URL('main.ts', import.meta.url).href);
