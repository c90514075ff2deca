import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { atEnd } from '../support/at-end.js';

/** A change to what was built: `from` must stand in the file once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const here = fileURLToPath(new URL('../../', import.meta.url));

/** A copy of the built rooms, changed: for a run that no build disturbs, or that has a rule less. Packages are those of this tree. Deleted at the end. */
export async function copiedTree(edits: readonly Edit[] = []): Promise<URL> {
  const root = await mkdtemp(join(tmpdir(), 'curfew-tree-'));
  atEnd(() => rm(root, { recursive: true, force: true }));
  for (const room of await rooms()) await copyRoom(room, root);
  await linkPackages(root);
  for (const { file, from, to } of edits) {
    const path = join(root, file);
    const text = await readFile(path, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`);
    await writeFile(path, text.replace(from, () => to));
  }
  return pathToFileURL(`${root}/`);
}

async function rooms(): Promise<readonly string[]> {
  const libs = await readdir(join(here, 'libs'));
  return [...libs.map((name) => `libs/${name}`), 'apps/api', 'apps/gateway', 'apps/worker'];
}

async function copyRoom(room: string, root: string): Promise<void> {
  await mkdir(join(root, room), { recursive: true });
  for (const part of ['package.json', 'dist']) await cp(join(here, room, part), join(root, room, part), { recursive: true }).catch(ignoreMissing);
  await symlink(join(here, room, 'node_modules'), join(root, room, 'node_modules'));
}

/** Every package as it is here, but for our own rooms, which are the copies. */
async function linkPackages(root: string): Promise<void> {
  await mkdir(join(root, 'node_modules/@curfew'), { recursive: true });
  for (const name of await readdir(join(here, 'node_modules'))) {
    if (name !== '@curfew' && !name.startsWith('.')) await symlink(join(here, 'node_modules', name), join(root, 'node_modules', name));
  }
  for (const room of await rooms()) await symlink(join(root, room), join(root, 'node_modules/@curfew', room.replace(/^\w+\//, '')));
}

const ignoreMissing = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};
