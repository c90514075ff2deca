import { EmbeddedError } from '../embedded-error.js';

/** Which server failed, in which folder, and the last lines that it wrote (or the message of the error). */
export interface Failure {
  readonly server: 'PostgreSQL' | 'Redis';
  readonly folder: string;
  readonly lines: readonly string[];
  readonly cause?: unknown;
}

/** Turns a server's last words into one clear error. Pure. What is not in the table is shown as it was written. */
export function explainFailure({ server, folder, lines, cause }: Failure): EmbeddedError {
  const known = causes.find(({ says }) => lines.some((line) => says.test(line)));
  if (known) return new EmbeddedError(`${server} did not start: ${known.because(folder)}`, known.hint(ownServer(server), folder), { cause });
  const said = lines.filter((line) => line.trim() !== '').slice(-8);
  return new EmbeddedError(
    `${server} did not start${said.length > 0 ? `. It said:\n  ${said.join('\n  ')}` : ' and said nothing about why.'}`,
    `Read what it said above, or set ${ownServer(server)} to a server of your own.`,
    { cause },
  );
}

/** True when the server ended because another program listens on its port. */
export const saysPortTaken = (lines: readonly string[]): boolean => lines.some((line) => /address already in use/i.test(line));

/** True when children of a killed PostgreSQL are still ending; they see within moments that it is gone. */
export const saysOldOnesRemain = (lines: readonly string[]): boolean => lines.some((line) => /pre-existing shared memory block/i.test(line));

const ownServer = (server: Failure['server']): string => (server === 'PostgreSQL' ? 'DATABASE_URL' : 'REDIS_URL');

interface Cause {
  readonly says: RegExp;
  readonly because: (folder: string) => string;
  readonly hint: (setting: string, folder: string) => string;
}

const causes: readonly Cause[] = [
  {
    says: /no space left on device|ENOSPC|EDQUOT|disk quota exceeded/i,
    because: (folder) => `the disk that holds ${folder} is full.`,
    hint: () => 'Free some space (about 200 MB are needed), or set DATA_DIR to a folder on another disk.',
  },
  {
    says: /read-only file system|EROFS/i,
    because: (folder) => `${folder} is on a file system that cannot be written.`,
    hint: (setting) => `Set DATA_DIR to a folder that can be written, or ${setting} to a server of your own.`,
  },
  {
    says: /cannot allocate memory|could not map anonymous shared memory|out of memory/i,
    because: () => 'this machine has not enough free memory.',
    hint: (setting) => `Close some programs, or set ${setting} to a server on another machine.`,
  },
  {
    says: /permission denied|operation not permitted|EACCES|EPERM/i,
    because: (folder) => `${folder} may not be used by this user.`,
    hint: (_setting, folder) => `Make yourself its owner (sudo chown -R "$(id -u)" '${folder}'), or set DATA_DIR to a folder of your own.`,
  },
];
