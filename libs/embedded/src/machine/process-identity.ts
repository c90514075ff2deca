import { readdir, readFile, readlink } from 'node:fs/promises';

import { codeOf, unless } from './system-error.js';
import { run } from './run-command.js';

/** One process and no other: a pid is used again, but not with the same start. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** Who runs under this pid now; undefined when nobody does, a zombie included. */
export async function identityOf(pid: number): Promise<ProcessIdentity | undefined> {
  const started = process.platform === 'linux' ? await startOnLinux(pid) : await fromPs(pid, 'lstart=');
  return started === undefined ? undefined : { pid, started };
}

/** True while exactly this process lives. */
export async function isAlive({ pid, started }: ProcessIdentity): Promise<boolean> {
  return (await identityOf(pid))?.started === started;
}

/** How the process under this pid was called, its arguments joined by spaces; undefined when there is none. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return fromPs(pid, 'command=');
  const text = await unless(gone, readFile(`/proc/${pid}/cmdline`, 'utf8'));
  return text === undefined ? undefined : text.replaceAll('\0', ' ').trim();
}

/** The processes whose working directory is `folder` (each PostgreSQL process works in its data). Linux only; elsewhere none are seen. */
export async function processesIn(folder: string): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const places = await Promise.all(pids.map((pid) => unless([...gone, 'EACCES', 'EPERM'], readlink(`/proc/${pid}/cwd`))));
  return pids.filter((_, index) => places[index] === folder);
}

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

/** The 22nd field of /proc/<pid>/stat, which counts from the boot; undefined for a zombie. The name in brackets may hold anything. Pure. */
export function startInStat(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

/** `12 345-boot` as it stands in a file; undefined when it is not that. Pure. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  const match = /^(\d+) ([^\n]+)\n/.exec(text);
  return match?.[1] && match[2] ? { pid: Number(match[1]), started: match[2] } : undefined;
}

/** The reverse of `parseIdentity`. */
export const formatIdentity = ({ pid, started }: ProcessIdentity): string => `${pid} ${started}\n`;

const gone = ['ENOENT', 'ESRCH'];

async function startOnLinux(pid: number): Promise<string | undefined> {
  const stat = await unless(gone, readFile(`/proc/${pid}/stat`, 'utf8'));
  const start = stat === undefined ? undefined : startInStat(stat);
  // The start counts from the boot, so after another boot the same pair would mean another process.
  return start === undefined ? undefined : `${start}@${(await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()}`;
}

async function fromPs(pid: number, column: string): Promise<string | undefined> {
  const { code, lines } = await run({ file: 'ps', args: ['-o', column, '-p', String(pid)] });
  const [line] = lines;
  return code === 0 && line !== undefined && line.trim() !== '' ? line.trim() : undefined;
}
