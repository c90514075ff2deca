import { randomUUID } from 'node:crypto';
import { access, chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { cleanEnvironment, run } from '../machine/run-command.js';
import { unless } from '../machine/system-error.js';
import { linkInPlace, type Binaries } from './binaries.js';

/**
 * Where a root that can neither make a namespace nor keep one right runs PostgreSQL: programs and cluster below a folder that `nobody` can enter.
 * The programs are copied once; the cluster moves there, and `folder`/elsewhere says where it is.
 */
export async function shelter(binaries: Binaries, folder: string): Promise<Shelter> {
  await openFolder(home);
  const before = await placeOf(folder);
  const place = before === folder ? join(home, randomUUID()) : before;
  return { binaries: await copiedBinaries(binaries), place, settle: () => moveCluster(folder, place) };
}

/** Programs and a place that `nobody` can use. `settle` moves the cluster there, once it is known that they run. */
export interface Shelter {
  readonly binaries: Binaries;
  readonly place: string;
  readonly settle: () => Promise<void>;
}

/** The folder that holds the cluster of a data folder: itself, or where an earlier start had to move it. */
export async function placeOf(folder: string): Promise<string> {
  const moved = await unless(['ENOENT'], readFile(join(folder, 'elsewhere'), 'utf8'));
  return moved?.trim() || folder;
}

const home = '/var/lib/curfew';

async function openFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o755);
}

async function copiedBinaries({ root }: Binaries): Promise<Binaries> {
  const version = /"version": *"([^"]+)"/.exec(await readFile(join(dirname(root), 'package.json'), 'utf8'))?.[1] ?? 'unknown';
  const copy = join(home, `postgresql-${version}`);
  if (!(await exists(copy))) {
    const draft = `${copy}.${randomUUID()}`;
    await openFolder(draft);
    await cp(root, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    await linkInPlace(join(draft, 'native'));
    await run({ file: 'chmod', args: ['-R', 'a+rX', draft], env: cleanEnvironment() });
    await unless(['ENOTEMPTY', 'EEXIST'], rename(draft, copy)); // another process may have been faster
    await rm(draft, { recursive: true, force: true });
  }
  return { root: join(copy, 'native'), environment: {} };
}

async function moveCluster(folder: string, place: string): Promise<void> {
  if ((await placeOf(folder)) === place) return;
  await openFolder(place);
  const data = join(folder, 'data');
  const had = await exists(data);
  if (had) await cp(data, join(place, 'data'), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  await writeFile(join(folder, 'elsewhere'), `${place}\n`, { flush: true });
  if (had) await rm(data, { recursive: true });
}

async function exists(path: string): Promise<boolean> {
  return (await unless(['ENOENT'], access(path).then(() => true))) ?? false;
}
