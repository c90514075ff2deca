import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { EmbeddedError } from '../embedded-error.js';
import { endInSteps, type Launched, type ServerEnd, type StopStep } from './running-server.js';
import { spawnOptions, type Command } from './run-command.js';

/** Starts a server in a process group of its own: Ctrl-C reaches only its starter, which ends it in order. */
export function launchServer(command: Command, log: (line: string) => void): Launched {
  const child = spawn(command.file, command.args, { ...spawnOptions(command), detached: true });
  const lastLines: string[] = [];
  const keep = (line: string): void => {
    lastLines.push(line);
    if (lastLines.length > 40) lastLines.shift();
    log(line);
  };
  createInterface({ input: child.stdout }).on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);
  const exit = new Promise<ServerEnd>((resolve) => {
    child.once('error', (error) => {
      lastLines.push(error.message);
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
    // Once its children have let go of its log too; but one that hangs must not hang us.
    child.once('exit', (code, signal) => setTimeout(resolve, 3_000, { code, signal }).unref());
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  endWithThisProcess(child, exit);
  return { child, pid: child.pid ?? 0, lastLines, exit };
}

/** Asks `answers` until it says yes: true. False when the process ends first. @throws what `answers` throws, and EmbeddedError after `limitMs`; the process has ended then. */
export async function untilAnswering(launched: Launched, { answers, limitMs, steps }: Readiness): Promise<boolean> {
  let over = false;
  const ended = launched.exit.then(() => {
    over = true;
    return false;
  });
  try {
    for (const until = performance.now() + limitMs; performance.now() < until; await pause(15)) {
      if (over) return false;
      // The one that answers slowly may be another program, on whose port ours could not listen and has ended.
      if (await Promise.race([answers(), ended])) return true;
    }
    throw new EmbeddedError(`A server was started but did not answer for ${limitMs / 1000} s.`, `Its last words: ${launched.lastLines.slice(-3).join(' | ')}`);
  } catch (error) {
    await endInSteps(launched, steps);
    throw error;
  }
}

/** How it is known that a server answers. */
export interface Readiness {
  readonly answers: () => Promise<boolean>;
  readonly limitMs: number;
  readonly steps: readonly StopStep[];
}

// Without setpriv (macOS) this is what ends the servers when this process leaves by an uncaught error.
const running = new Set<ChildProcess>();

function endWithThisProcess(child: ChildProcess, exit: Promise<ServerEnd>): void {
  if (running.size === 0) process.on('exit', endAll);
  running.add(child);
  void exit.then(() => {
    running.delete(child);
    if (running.size === 0) process.off('exit', endAll);
  });
}

function endAll(): void {
  running.forEach((child) => child.kill('SIGINT'));
}
