import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { atEnd } from '../support/at-end.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const project = await mkdtemp(join(tmpdir(), 'curfew-guard-'));
atEnd(() => rm(project, { recursive: true, force: true }));

/** As someone else would install it, without a registry: what it needs comes from this tree. */
await run('npm', ['pack', '--workspace', '@curfew/guard', '--pack-destination', project, '--silent'], { cwd: root });
const tarball = (await readdir(project)).find((name) => name.endsWith('.tgz')) ?? '';
await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'someone', private: true, type: 'module' }));
await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', `./${tarball}`, join(root, 'node_modules/jose'), join(root, 'node_modules/@types/node'), join(root, 'node_modules/undici-types')], { cwd: project });

it('has in it what it runs on and its types, and nothing else of this tree', async () => {
  const folder = join(project, 'node_modules/@curfew/guard');
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.[a-z]+$/.test(name));
  expect(files.filter((name) => !/^(package\.json|README\.md|LICENSE|dist\/[\w-]+\.d\.ts|dist\/bundle\/[\w-]+\.js)$/.test(name))).toEqual([]);
  const { dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { dependencies: object };
  expect(Object.keys(dependencies)).toEqual(['jose']);
  const bundled = await Promise.all(files.filter((name) => name.endsWith('.js')).map((name) => readFile(join(folder, name), 'utf8')));
  expect(bundled.flatMap((text) => [...text.matchAll(/(?:from|import) "([^"./][^"]*)"/g)].map(([, name]) => name)).filter((name) => !/^(node:|jose$|crypto$|@nestjs\/common$)/.test(name ?? ''))).toEqual([]);
});

it('runs in an empty project, each part by itself', async () => {
  const parts = ['express', 'fastify', 'socket.io', 'ws'];
  await writeFile(join(project, 'main.js'), `
    import { createGuard } from '@curfew/guard';
    const guard = createGuard({ url: 'http://127.0.0.1:9', apiKey: 'curfew_a_b' });
    const said = [await guard.check('nonsense'), guard.status().ready];
    for (const part of ${JSON.stringify(parts)}) said.push(typeof (await import('@curfew/guard/' + part)).curfew);
    await guard.close();
    process.stdout.write(JSON.stringify(said));
  `);
  const { stdout } = await run(process.execPath, ['main.js'], { cwd: project, env: { PATH: process.env['PATH'] ?? '' } });
  expect(JSON.parse(stdout)).toEqual([{ active: false, reason: 'unknown' }, false, 'function', 'function', 'function', 'function']);
});

it('has types that hold without any other package of this tree, and say no to what is wrong', async () => {
  await writeFile(join(project, 'typed.ts'), `
    import { createServer } from 'node:http';
    import { createGuard, type Guard } from '@curfew/guard';
    import { curfew, sessionOf } from '@curfew/guard/express';
    const guard: Guard = createGuard({ url: 'https://example.com', apiKey: 'k' });
    const middleware = curfew(guard);
    createServer((request, response) => void middleware(request, response, () => response.end(sessionOf(request).userId)));
    const checked = await guard.check(7);
    export const said: string = checked.active ? checked.sessionId : checked.reason;
    guard.on('ended', ({ sessionId }) => sessionId?.length);
    // @ts-expect-error a refusal has no session
    if (!checked.active) checked.sessionId;
    // @ts-expect-error no such event
    guard.on('begun', () => undefined);
  `);
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023', '--types', 'node', 'typed.ts'];
  const { stdout } = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options], { cwd: project }).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});
