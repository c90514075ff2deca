import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** When the process under this pid was started, as text to compare; undefined when there is none. A pid is used again, but not with the same start. */
export const startOf = (pid: number): Promise<string | undefined> => (process.platform === 'linux' ? fromProc(pid) : fromPs(pid));

/** The 22nd field of /proc/<pid>/stat, in ticks since the boot; undefined for a process that has ended and only waits to be reaped. */
export const startInStat = (stat: string): string | undefined => {
  // The second field is a name in brackets, which may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
};

const fromProc = async (pid: number): Promise<string | undefined> => {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const start = stat === undefined ? undefined : startInStat(stat);
  return start === undefined ? undefined : `${start}@${boot.trim()}`;
};

const fromPs = (pid: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile('ps', ['-o', 'lstart=', '-p', String(pid)], (error, text) => resolve(error === null && text.trim() !== '' ? text.trim() : undefined));
  });
