// What others install: one file an entry, with contracts and follower inside. It takes what tsc has built, so types are checked once.
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

/** @type {(path: string) => string} */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  input: Object.fromEntries(['index', 'express', 'fastify', 'nest', 'socket-io', 'ws'].map((name) => [name, here(`dist/${name}.js`)])),
  external: [/^node:/, /^jose$/, /^@nestjs\//],
  platform: 'node',
  output: { dir: here('dist/bundle'), format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'inside-[name].js', cleanDir: true },
});
