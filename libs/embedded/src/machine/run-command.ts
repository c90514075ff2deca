import { spawn, type ChildProcessByStdio, type SpawnOptionsWithStdioTuple, type StdioNull, type StdioPipe } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { messageOf } from './system-error.js';

/** A program, its arguments one by one (no shell reads them), and how to run it. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/** How a command ended: its code (undefined: a signal, or it could not be run) and all lines that it wrote. */
export interface Outcome {
  readonly code: number | undefined;
  readonly lines: readonly string[];
}

/** Runs a command to its end, at most `limitMs` (60 s). Never throws: what is wrong stands in the outcome. `log` gets each line. */
export function run(command: Command, { limitMs = 60_000, log = ignore }: { limitMs?: number; log?: (line: string) => void } = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawned(command, limitMs);
    if (typeof child === 'string') return resolve({ code: undefined, lines: [child] });
    const lines: string[] = [];
    const keep = (line: string): void => {
      lines.push(line);
      log(line);
    };
    createInterface({ input: child.stdout }).on('line', keep);
    createInterface({ input: child.stderr }).on('line', keep);
    child.once('error', (error) => resolve({ code: undefined, lines: [...lines, messageOf(error)] }));
    child.once('close', (code) => resolve({ code: code ?? undefined, lines }));
  });
}

// Some failures are an event and some are thrown, such as EPERM for a user that this process may not become.
function spawned(command: Command, timeout: number): ChildProcessByStdio<null, Readable, Readable> | string {
  try {
    return spawn(command.file, command.args, { ...spawnOptions(command), timeout, killSignal: 'SIGKILL' });
  } catch (error) {
    return messageOf(error);
  }
}

/** Nothing of this process's environment but PATH and messages in English: a stray PGPORT or LD_LIBRARY_PATH must not reach a server. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' });

/** The spawn options of a command: nothing to read, and what it writes comes through pipes. */
export function spawnOptions({ env = cleanEnvironment(), cwd = '/', user }: Command): SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe> {
  return { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], ...user };
}

const ignore = (): void => undefined;
