import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { commandLineOf, identityOf, processesIn, signal } from '../machine/process-identity.js';
import { endProcess } from '../machine/survivor.js';
import { unless } from '../machine/system-error.js';

/** What to do about the postmaster.pid of an earlier run. */
export type PidFileVerdict = { readonly action: 'leave' } | { readonly action: 'delete' } | { readonly action: 'end'; readonly pid: number };

/**
 * Judges a postmaster.pid by its text and by how the process under its pid was called (undefined: there is none). Pure.
 * A dead one's file is left: PostgreSQL itself looks whether children of it still use the data, and then takes over.
 * A pid that belongs to another program by now would make PostgreSQL refuse to start: the file goes.
 */
export function judgePidFile(text: string | undefined, commandLine: string | undefined, data: string): PidFileVerdict {
  if (text === undefined) return { action: 'leave' };
  const pid = pidIn(text);
  if (pid === undefined) return { action: 'delete' };
  if (commandLine === undefined) return { action: 'leave' };
  const folder = text.split('\n')[1] ?? data;
  const isOurs = [data, folder].some((path) => `${commandLine} `.includes(`/postgres -D ${path} `));
  return isOurs ? { action: 'end', pid } : { action: 'delete' };
}

/** Acts on the verdict: afterwards PostgreSQL can start on `data`. The caller holds the folder's lock, so a server that still runs has lost its starter and is ended. */
export async function clearPidFile(data: string): Promise<void> {
  const path = join(data, 'postmaster.pid');
  const text = await unless(['ENOENT'], readFile(path, 'utf8'));
  const pid = text === undefined ? undefined : pidIn(text);
  const verdict = judgePidFile(text, pid === undefined ? undefined : await commandLineOf(pid), data);
  if (verdict.action === 'leave') return;
  const server = verdict.action === 'end' ? await identityOf(verdict.pid) : undefined;
  if (server) await endProcess(server, 'SIGINT');
  await endBackends(data);
  if (verdict.action === 'delete') await rm(path, { force: true });
}

/** Waits until no process works in `data`, at most 2 s, then kills those that do: what a killed server leaves for a moment. */
export async function endBackends(data: string): Promise<void> {
  const folder = await unless(['ENOENT'], realpath(data));
  if (folder === undefined) return;
  for (const until = performance.now() + 2_000; performance.now() < until; await pause(20)) {
    if ((await processesIn(folder)).length === 0) return;
  }
  (await processesIn(folder)).forEach((pid) => signal(pid, 'SIGKILL'));
}

function pidIn(text: string): number | undefined {
  const match = /^\s*(\d+)\s*(?:\n|$)/.exec(text);
  return match?.[1] ? Number(match[1]) : undefined;
}
