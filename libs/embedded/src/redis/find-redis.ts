import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { EmbeddedError } from '../embedded-error.js';
import { findProgram } from '../machine/find-program.js';
import { cleanEnvironment, run, type Command } from '../machine/run-command.js';
import { unless } from '../machine/system-error.js';
import { chooseRedis, isTooOld, type RedisChoice } from './choose-redis.js';
import { fetchRedis } from './fetch-redis.js';

/** A Redis (or Valkey) that runs on this machine. */
export interface RedisProgram {
  readonly command: (args: readonly string[]) => Command;
}

type Log = (line: string) => void;

/** The Redis of this machine; when it has none, the one unpacked in the first of the `caches` that holds one, or else fetched into the first. */
export async function findRedis(caches: readonly string[], log: Log): Promise<RedisProgram> {
  const folders = caches.map((cache) => join(cache, 'redis'));
  const choice = await choose(folders);
  switch (choice.kind) {
    case 'program':
      return (await programAt(choice.file, {}, log)) ?? refuse(`${choice.file} does not run.`, 'Repair or remove it, or set REDIS_URL.');
    case 'unpacked':
      return (await programIn(choice.folder, log)) ?? refuse(`The Redis in ${choice.folder} does not run.`, 'Delete that folder and try again.');
    case 'fetch': {
      const [into = ''] = folders;
      await fetchRedis({ aptGet: choice.aptGet, dpkg: choice.dpkg, into, log });
      return (await programIn(into, log)) ?? refuse(`The Redis that was fetched into ${into} does not run.`, 'Install Redis 7 or newer, or set REDIS_URL.');
    }
    case 'none':
      return refuse('Redis is not installed on this machine.', `Install it: ${choice.install}   Or set REDIS_URL.`);
  }
}

async function choose(folders: readonly string[]): Promise<RedisChoice> {
  const [valkey, redis, aptGet, dpkg, osRelease] = await Promise.all([
    findProgram('valkey-server', homebrew),
    findProgram('redis-server', homebrew),
    findProgram('apt-get'),
    findProgram('dpkg'),
    unless(['ENOENT'], readFile('/etc/os-release', 'utf8')),
  ]);
  const onPath = valkey ?? redis;
  const unpacked = onPath ? undefined : await firstThatRuns(folders);
  return chooseRedis({ onPath, unpacked, aptGet, dpkg, platform: process.platform, osRelease: osRelease ?? '' });
}

// Not on the PATH of programs that are started from the desktop.
const homebrew = process.platform === 'darwin' ? ['/opt/homebrew/bin', '/usr/local/bin'] : [];

async function firstThatRuns(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    if (!(await unless(['ENOENT'], readdir(folder)))) continue;
    if (await programIn(folder, () => undefined)) return folder;
    await discard(folder); // the system it was fetched for has changed
  }
  return undefined;
}

async function discard(folder: string): Promise<void> {
  const aside = `${folder}.${randomUUID()}`;
  await unless(['ENOENT'], rename(folder, aside));
  await rm(aside, { recursive: true, force: true });
}

async function programIn(folder: string, log: Log): Promise<RedisProgram | undefined> {
  const libraries = await Promise.all(['usr/lib', 'lib'].map((path) => withFolders(join(folder, path))));
  return programAt(join(folder, 'usr', 'bin', 'redis-server'), { LD_LIBRARY_PATH: libraries.flat().join(':') }, log);
}

async function withFolders(path: string): Promise<readonly string[]> {
  const entries = (await unless(['ENOENT'], readdir(path, { withFileTypes: true }))) ?? [];
  return [path, ...entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name))];
}

async function programAt(file: string, environment: Readonly<Record<string, string>>, log: Log): Promise<RedisProgram | undefined> {
  const setpriv = await findProgram('setpriv');
  const plain: readonly string[] = [];
  // First so that it ends when its parent is killed; an old setpriv cannot do that.
  for (const prefix of setpriv ? [[setpriv, '--pdeathsig', 'TERM', '--'], plain] : [plain]) {
    const command = (args: readonly string[]): Command => {
      const [first = file, ...rest] = [...prefix, file, ...args];
      return { file: first, args: rest, env: { ...cleanEnvironment(), ...environment } };
    };
    const { code, lines } = await run(command(['--version']));
    if (code !== 0) continue;
    if (isTooOld(lines.join(' '))) log(`${lines[0]} is older than Curfew is tested with (Redis 7, Valkey 8)`);
    return { command };
  }
  return undefined;
}

function refuse(message: string, hint: string): never {
  throw new EmbeddedError(message, hint);
}
