import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, stat, statfs, symlink } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { EmbeddedError } from '../embedded-error.js';
import { explainFailure } from '../machine/explain-failure.js';
import { run } from '../machine/run-command.js';
import { unless } from '../machine/system-error.js';
import { aptFolders, archivesToUnpack, downloadArguments, updateArguments, type AptPlace } from './apt-commands.js';
import { installCommand } from './choose-redis.js';

/** apt's and dpkg's absolute paths, the folder that is to hold the unpacked Redis, and who hears of the progress. */
export interface Fetching {
  readonly aptGet: string;
  readonly dpkg: string;
  readonly into: string;
  readonly log: (line: string) => void;
}

/**
 * Fetches the system's own Redis package with apt and unpacks it into the folder `into`, whole or not at all; installs nothing.
 * Another process that does the same meanwhile is no trouble. The package lists (20–80 MB) are deleted afterwards.
 * @throws EmbeddedError: offline, disk full, no such package
 */
export async function fetchRedis({ aptGet, dpkg, into, log }: Fetching): Promise<void> {
  await clearAbandoned(into);
  const work = `${into}.${randomUUID()}`;
  try {
    const place = { folder: join(work, 'apt'), user: userName() };
    await Promise.all(aptFolders(place.folder).map((folder) => mkdir(folder, { recursive: true })));
    await enoughSpace(work);
    log('Redis is not installed: fetching the package of this system (once, some seconds)');
    await download(aptGet, place, log);
    await unpack({ aptGet, dpkg, into: join(work, 'root'), log }, join(place.folder, 'cache', 'archives'));
    await unless(['ENOTEMPTY', 'EEXIST'], rename(join(work, 'root'), into));
    log(`Redis is unpacked in ${into}`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(aptGet: string, place: AptPlace, log: (line: string) => void): Promise<void> {
  const progress = (line: string): void => {
    if (/^(Get:|Fetched|Err:|E:|W:)/.test(line)) log(line);
  };
  const limits = { limitMs: 240_000, log: progress };
  const updated = await run({ file: aptGet, args: updateArguments(place), env: aptEnvironment() }, limits);
  // A list that failed may be one that is not needed: what counts is whether the package can be had.
  const fetched = await run({ file: aptGet, args: downloadArguments(place), env: aptEnvironment() }, limits);
  if (fetched.code === 0) return;
  const lines = [...updated.lines, ...fetched.lines];
  if (lines.some((line) => /no space left/i.test(line))) throw explainFailure({ server: 'Redis', folder: place.folder, lines });
  const said = lines.filter((line) => /^(E|W|Err):/.test(line)).slice(-5);
  throw new EmbeddedError(
    `Redis is not installed, and its package could not be fetched:\n  ${said.join('\n  ')}`,
    `Go online and try again, or: ${installCommand('linux', 'ID=debian')}, or set REDIS_URL.`,
  );
}

async function unpack({ dpkg, into }: Fetching, archives: string): Promise<void> {
  await mkdir(into);
  for (const name of archivesToUnpack(await readdir(archives))) {
    const { code, lines } = await run({ file: dpkg, args: ['-x', join(archives, name), into] });
    if (code !== 0) throw explainFailure({ server: 'Redis', folder: into, lines });
  }
  await completeServer(join(into, 'usr', 'bin'));
}

// In Debian redis-server is a link to redis-check-rdb, of a package that may be installed already and so was not fetched.
async function completeServer(bin: string): Promise<void> {
  const server = join(bin, 'redis-server');
  const whole = await unless(['ENOENT'], access(server).then(() => true));
  if (whole) return;
  await mkdir(bin, { recursive: true });
  await rm(server, { force: true });
  await symlink('/usr/bin/redis-check-rdb', server);
}

// What a killed process left; one that still works has touched its folder within the hour.
async function clearAbandoned(into: string): Promise<void> {
  const beside = dirname(into);
  await mkdir(beside, { recursive: true });
  for (const name of (await readdir(beside)).filter((other) => other.startsWith(`${basename(into)}.`))) {
    const found = await unless(['ENOENT'], stat(join(beside, name)));
    if (found && Date.now() - found.mtimeMs > 3_600_000) await rm(join(beside, name), { recursive: true, force: true });
  }
}

async function enoughSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < 128 * 1024 * 1024) throw explainFailure({ server: 'Redis', folder, lines: ['No space left on device'] });
}

// Here the proxy settings of this process count; libraries that others put before the system's do not.
const aptEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, LD_LIBRARY_PATH: '', LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' });

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'root'; // a user without a name; apt looks at this only when it is run by root
  }
}
