import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endSurvivor, rememberServer } from './survivor.js';

let folder = '';
let server: ChildProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curfew-survivor-'));
  server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore', detached: true });
  await once(server, 'spawn');
});
afterEach(async () => {
  server.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

it('ends the server that an earlier process left, politely', async () => {
  const exit = once(server, 'exit');
  await rememberServer(folder, Number(server.pid));

  await endSurvivor(folder, 'SIGTERM');

  expect(await exit).toEqual([null, 'SIGTERM']);
  expect(await readdir(folder)).toEqual([]);
});

it('spares a process that has the pid of a server which is gone', async () => {
  await writeFile(join(folder, 'server'), `${server.pid} 1@another-boot\n`);

  await endSurvivor(folder, 'SIGTERM');

  expect([server.exitCode, server.signalCode, server.killed]).toEqual([null, null, false]);
  expect(() => process.kill(Number(server.pid), 0)).not.toThrow();
  expect(await readdir(folder)).toEqual([]);
});

it('has nothing to do in a folder that nobody left', async () => {
  await expect(endSurvivor(folder, 'SIGTERM')).resolves.toBeUndefined();
});
