import { spawn, type ChildProcess } from 'node:child_process';
import { passErrorsOn, passLinesOn } from './output.js';

/** How to start one of the processes. */
export interface Command {
  readonly name: string;
  /** The built file that Node.js runs. */
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that runs. */
export interface RunningChild {
  readonly ended: Promise<End>;
  /** SIGTERM, and SIGKILL after `limit` ms. Resolves when it is gone. */
  end(limit: number): Promise<void>;
}

/** Starts a process, passes its lines on, and calls `onReady` when it says that it is ready (`announceReady` of libs/platform). */
export const launch = ({ file, env }: Command, onReady: () => void): RunningChild => {
  // Detached: Ctrl-C reaches the whole group of the terminal, and these are to be ended in order.
  const child = spawn(process.execPath, ['--enable-source-maps', file], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  if (child.stdout) passLinesOn(child.stdout);
  if (child.stderr) passErrorsOn(child.stderr);
  child.on('message', (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready') onReady();
  });
  const ended = endOf(child);
  return {
    ended,
    end: async (limit) => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), limit);
      await ended;
      clearTimeout(late);
    },
  };
};

/** `exit code 1` or `SIGKILL`. */
export const wordsFor = ({ code, signal }: End): string => signal ?? `exit code ${code}`;

const endOf = (child: ChildProcess): Promise<End> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => child.pid === undefined && resolve({ code: null, signal: null }));
  });
