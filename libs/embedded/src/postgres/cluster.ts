import { chown, mkdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { EmbeddedError } from '../embedded-error.js';
import { explainFailure } from '../machine/explain-failure.js';
import { makeSecret, readSecret } from '../machine/kept-secret.js';
import { run } from '../machine/run-command.js';
import { unless } from '../machine/system-error.js';
import { initArguments } from './arguments.js';
import type { Runner } from './choose-runner.js';

/** A database cluster that is ready to be started, and its superuser's password. */
export interface Cluster {
  readonly data: string;
  readonly password: string;
}

interface Making {
  readonly runner: Runner;
  readonly folder: string;
  readonly log: (line: string) => void;
}

/**
 * The cluster in the data folder, made when there is none, owned by the user who will run it.
 * @throws EmbeddedError: made by another major version; password lost; disk full
 */
export async function readyCluster({ runner, folder, log }: Making): Promise<Cluster> {
  const data = join(runner.place, 'data');
  const passwordFile = join(folder, 'password');
  const version = (await unless(['ENOENT'], readFile(join(data, 'PG_VERSION'), 'utf8')))?.trim();
  const known = await readSecret(passwordFile);
  if (version === undefined) {
    const password = known ?? (await makeSecret(passwordFile));
    await makeCluster({ runner, folder, log }, password);
    return { data, password };
  }
  if (version !== runner.major) throw otherVersion({ data, version, ours: runner.major });
  if (known === undefined) throw passwordLost(passwordFile, data);
  await own(data, runner);
  return { data, password: known };
}

const otherVersion = ({ data, version, ours }: { readonly data: string; readonly version: string; readonly ours: string }): EmbeddedError =>
  new EmbeddedError(
    `${data} was made by PostgreSQL ${version}, and this is PostgreSQL ${ours}.`,
    `To keep what it holds: run PostgreSQL ${version} on it, pg_dumpall, move the folder away, start again, and load the dump. To begin anew: move the folder away.`,
  );

const passwordLost = (file: string, data: string): EmbeddedError =>
  new EmbeddedError(`The password of the database in ${data} is gone: ${file} is missing.`, `Put the file back, or move ${data} away to begin anew.`);

// A crash leaves `data.new`, which the next start clears, or the whole cluster under its name: never half of one.
async function makeCluster({ runner, folder, log }: Making, password: string): Promise<void> {
  const data = join(runner.place, 'data');
  const draft = `${data}.new`;
  const passwordFile = join(runner.place, 'password.init');
  await enoughSpace(runner.place);
  log('making a new database cluster');
  await rm(draft, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (process.getuid?.() === 0) {
      await chown(draft, runner.way.owner, runner.way.owner);
      await chown(passwordFile, runner.way.owner, runner.way.owner);
    }
    const { code, lines } = await run(runner.command('initdb', initArguments({ data: draft, passwordFile })), { limitMs: 120_000 });
    if (code !== 0) throw explainFailure({ server: 'PostgreSQL', folder, lines });
    await putInPlace(draft, data);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function putInPlace(draft: string, data: string): Promise<void> {
  const put = await unless(['ENOTEMPTY', 'EEXIST', 'ENOTDIR'], rename(draft, data).then(() => true));
  if (!put) throw new EmbeddedError(`${data} is in the way: it is no database.`, `Move ${data} away.`);
}

async function enoughSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < 128 * 1024 * 1024) throw explainFailure({ server: 'PostgreSQL', folder, lines: ['No space left on device'] });
}

async function own(data: string, { way }: Runner): Promise<void> {
  const { uid } = await stat(data);
  if (uid === way.owner || process.getuid?.() === undefined) return;
  // Another user, or root in another way, ran it before. PostgreSQL demands that its data be its own.
  const { code } = await run({ file: 'chown', args: ['-R', `${way.owner}:${way.owner}`, data] }, { limitMs: 600_000 });
  if (code !== 0) throw explainFailure({ server: 'PostgreSQL', folder: data, lines: ['Permission denied'] });
}
