import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lockFolder } from './folder-lock.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curfew-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('lets one user have the folder, and the next when that one has given it back', async () => {
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ name: 'EmbeddedError', hint: expect.stringContaining('another folder') });

  await unlock();
  await (await lockFolder(folder))();

  expect(await readdir(folder)).toEqual([]);
});

it('lets exactly one of many have it who come at the same moment', async () => {
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it.each([
  ['of a process that is dead', `${2 ** 22 + 1} 987@boot\n`],
  ['whose pid another process has by now', `${process.pid} 987@another-boot\n`],
  ['that is empty and stays so', ''],
  ['that holds something else', 'lorem ipsum'],
])('takes over a lock %s', async (_name, text) => {
  await writeFile(join(folder, 'lock'), text);

  await (await lockFolder(folder))();

  expect(await readdir(folder)).toEqual([]);
});

it('gives nothing back that is not its own', async () => {
  const unlock = await lockFolder(folder);
  await writeFile(join(folder, 'lock'), 'of someone else');

  await unlock();

  expect(await readdir(folder)).toEqual(['lock']);
});
