import { access, mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';

import { EmbeddedError } from '../embedded-error.js';
import { codeOf, messageOf, unless } from '../machine/system-error.js';
import { libraryVariable, platformPackage } from './platform-package.js';

/** PostgreSQL's programs: `<root>/bin/postgres`, and the environment that they need besides. */
export interface Binaries {
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The programs from npm, with their library links, which npm ci --ignore-scripts does not make.
 * Where node_modules cannot be written the links are made in `folder`/lib.
 * @throws EmbeddedError when the package is missing, or none fits this machine
 */
export async function findBinaries(folder: string): Promise<Binaries> {
  const root = join(packageFolder(), 'native');
  try {
    await linkInPlace(root);
    return { root, environment: {} };
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) throw error;
  }
  const lib = join(folder, 'lib');
  await mkdir(lib, { recursive: true });
  await Promise.all((await missingLinks(root)).map(({ file, path }) => link(file, join(lib, basename(path)))));
  // Both: a library that is loaded by its link looks for the next one beside the link.
  return { root, environment: { [libraryVariable(process.platform)]: `${lib}:${join(root, 'lib')}` } };
}

/** Makes the library links that `root` lacks. @throws EACCES, EPERM or EROFS where it cannot be written */
export async function linkInPlace(root: string): Promise<void> {
  const links = await missingLinks(root);
  await Promise.all(links.map(({ file, path }) => link(relative(dirname(path), file), path)));
}

/** A link that is to be made at `path` and leads to `file`; both absolute. */
export interface Link {
  readonly file: string;
  readonly path: string;
}

/** The links that the package's pg-symlinks.json asks for, below the package's folder. Pure. @throws when it is not such a list */
export function parseLinks(text: string, folder: string): readonly Link[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new Error('pg-symlinks.json is no list');
  return list.map((entry: unknown) => {
    if (!isPair(entry)) throw new Error('pg-symlinks.json holds something else than pairs');
    return { file: join(folder, entry.source), path: join(folder, entry.target) };
  });
}

const isPair = (entry: unknown): entry is { readonly source: string; readonly target: string } =>
  typeof entry === 'object' &&
  entry !== null &&
  'source' in entry &&
  'target' in entry &&
  typeof entry.source === 'string' &&
  typeof entry.target === 'string';

function packageFolder(): string {
  const name = platformPackage(process.platform, process.arch);
  try {
    // Its main file is <folder>/dist/index.js; package.json itself is not exported.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new EmbeddedError(
      `PostgreSQL for this machine is not installed: ${messageOf(error).split('\n')[0]}`,
      `Run npm ci again without --omit=optional (it brings ${name}), or set DATABASE_URL.`,
    );
  }
}

async function missingLinks(root: string): Promise<readonly Link[]> {
  const text = await unless(['ENOENT'], readFile(join(root, 'pg-symlinks.json'), 'utf8'));
  if (text === undefined) return [];
  const links = parseLinks(text, dirname(root));
  const there = await Promise.all(links.map(({ path }) => unless(['ENOENT'], access(path).then(() => true))));
  return links.filter((_, index) => !there[index]);
}

const link = (target: string, path: string): Promise<unknown> => unless(['EEXIST'], symlink(target, path));
