import { join } from 'node:path';

import { EmbeddedError } from '../embedded-error.js';
import { findProgram } from '../machine/find-program.js';
import { cleanEnvironment, run, type Command } from '../machine/run-command.js';
import type { Binaries } from './binaries.js';
import { placeOf, shelter } from './shelter.js';
import { waysToRun, type Way } from './ways-to-run.js';

/** How PostgreSQL's programs are run on this machine. */
export interface Runner {
  readonly way: Way;
  /** Major version of the programs. */
  readonly major: string;
  /** The folder that holds the cluster; another than the data folder only where `nobody` cannot enter that. */
  readonly place: string;
  readonly command: (program: 'postgres' | 'initdb', args: readonly string[]) => Command;
}

/** Tries the ways of this machine in order and takes the first in which `postgres --version` runs and the data folder can be entered. */
export async function chooseRunner(binaries: Binaries, folder: string): Promise<Runner> {
  const [unshare, setpriv] = await Promise.all([findProgram('unshare'), findProgram('setpriv')]);
  const ways = waysToRun({ uid: process.getuid?.() ?? -1, unshare, setpriv });
  const failures: string[] = [];
  const place = await placeOf(folder);
  for (const way of ways) {
    const runner = await probed({ way, binaries, place }, failures);
    if (runner) return runner;
  }
  const lastResorts = ways.filter(({ name }) => name === 'nobody');
  if (lastResorts.length > 0) {
    const runner = await sheltered({ binaries, folder }, lastResorts, failures);
    if (runner) return runner;
  }
  throw new EmbeddedError(
    `PostgreSQL's programs do not run here:\n  ${failures.join('\n  ')}`,
    'They need a Linux with glibc (not Alpine) or macOS, and as root unshare or setpriv (util-linux). Or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

async function sheltered(from: Sheltering, ways: readonly Way[], failures: string[]): Promise<Runner | undefined> {
  const { binaries, place, settle } = await shelter(from.binaries, from.folder);
  for (const way of ways) {
    // Looked at from the root, which can be entered: the place itself is made once the programs run.
    const runner = await probed({ way, binaries, place: '/' }, failures);
    if (!runner) continue;
    await settle();
    return { ...runner, place };
  }
  return undefined;
}

interface Sheltering {
  readonly binaries: Binaries;
  readonly folder: string;
}

interface Candidate {
  readonly way: Way;
  readonly binaries: Binaries;
  readonly place: string;
}

async function probed({ way, binaries, place }: Candidate, failures: string[]): Promise<Runner | undefined> {
  const inWay = (file: string, args: readonly string[]): Command => {
    const [first, ...rest] = [...way.prefix, file, ...args];
    return { file: first ?? file, args: rest, env: { ...cleanEnvironment(), ...binaries.environment }, user: way.user };
  };
  const program = (name: string): string => join(binaries.root, 'bin', name);
  const entering = inWay('/bin/sh', ['-c', 'test -x "$1" && exec "$0" --version', program('postgres'), place]);
  // The shell of macOS would drop DYLD_LIBRARY_PATH; and the folder is our own there.
  const { code, lines } = await run(way.name === 'as yourself' ? inWay(program('postgres'), ['--version']) : entering);
  const major = / (\d+)[.\d]*/.exec(lines.join(' '))?.[1];
  if (code === 0 && major) return { way, major, place, command: (name, args) => inWay(program(name), args) };
  failures.push(`${way.name}: ${lines.join(' ') || `code ${code}`}`);
  return undefined;
}
