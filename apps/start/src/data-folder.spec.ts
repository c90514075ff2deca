import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from '@curfew/platform';
import { deleteData, hasData, lockDataFolder } from './data-folder.js';
import { startInStat, startOf } from './process-start.js';
import { reset } from './reset.js';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'curfew-start-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the lock of a data folder', () => {
  it('keeps a second starter out, who learns which process has it, until it is given back', async () => {
    const unlock = await lockDataFolder(join(folder, 'new'));
    const second = await lockDataFolder(join(folder, 'new')).catch((error: unknown) => error);
    expect(second).toBeInstanceOf(SettingsError);
    expect(second).toMatchObject({ problems: [expect.stringContaining(`(process ${process.pid})`)] });
    await unlock();
    await (await lockDataFolder(join(folder, 'new')))();
    expect(readdirSync(join(folder, 'new'))).toEqual([]);
  });

  it.each([
    ['a process that is gone', async () => `${await goneProcess()} 123@boot\n`],
    ['an earlier process with the pid of one that lives now', async () => `${process.pid} 1@another-boot\n`],
    ['nobody, as it is cut off', async () => `${process.pid}`],
    ['nobody, as it is empty', async () => ''],
  ])('is taken over from %s', async (_, text) => {
    writeFileSync(join(folder, 'start.lock'), await text());
    const unlock = await lockDataFolder(folder);
    expect(readdirSync(folder)).toEqual(['start.lock']);
    await unlock();
  });

  it('goes to one of many who want it at once', async () => {
    writeFileSync(join(folder, 'start.lock'), `${await goneProcess()} 123@boot\n`);
    const tries = await Promise.allSettled([lockDataFolder(folder), lockDataFolder(folder), lockDataFolder(folder)]);
    expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('starting anew', () => {
  const settings = () => ({ dataDir: folder });
  beforeEach(() => {
    for (const name of ['postgres', 'redis', 'redis-dist', 'mine']) mkdirSync(join(folder, name, 'deep'), { recursive: true });
  });

  it('deletes the data of both servers, and leaves what is no data of theirs', async () => {
    expect(await hasData(folder)).toBe(true);
    await deleteData(folder);
    expect(readdirSync(folder).toSorted()).toEqual(['mine', 'redis-dist']);
    expect(await hasData(folder)).toBe(false);
  });

  it('does it without asking when told yes, and gives the folder back', async () => {
    expect(await reset(settings(), true)).toBe(true);
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
    await (await lockDataFolder(folder))();
  });

  it('refuses while Curfew runs there, and when there is no embedded server', async () => {
    const unlock = await lockDataFolder(folder);
    await expect(reset(settings(), true)).rejects.toThrow('already runs');
    await unlock();
    await expect(reset({ ...settings(), databaseUrl: 'postgres://h/d', redisUrl: 'redis://h' }, true)).rejects.toThrow('name others');
    expect(await hasData(folder)).toBe(true);
  });
});

describe('the start of a process', () => {
  it('is the same each time for one, and none for a process that is gone', async () => {
    expect(await startOf(process.pid)).toBeDefined();
    expect(await startOf(process.pid)).toBe(await startOf(process.pid));
    expect(await startOf(await goneProcess())).toBeUndefined();
  });

  // As proc(5) has it: the pid, a name that may hold anything, the state, and the start as the 22nd field.
  it.each(['node', 'a b', '(a) S 1 2', 'x)'])('is read behind the name %s', (name) => {
    expect(startInStat(`7 (${name}) S ${numbers(4, 21)} 4711 23`)).toBe('4711');
  });

  it('is none for a process that only waits to be reaped', () => {
    expect(startInStat(`7 (node) Z ${numbers(4, 21)} 4711 23`)).toBeUndefined();
  });
});

const numbers = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, index) => from + index).join(' ');

const goneProcess = async (): Promise<number> => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
};
