import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { EmbeddedError } from '../embedded-error.js';
import { formatIdentity, identityOf, isAlive, parseIdentity, signal, type ProcessIdentity } from './process-identity.js';
import { unless } from './system-error.js';

/** Writes down which process serves `folder`, so that the next start finds it when this process dies without a word. */
export async function rememberServer(folder: string, pid: number): Promise<void> {
  const server = await identityOf(pid);
  if (server) await writeFile(join(folder, 'server'), formatIdentity(server), { mode: 0o600 });
}

/** Forgets it again, once it has ended. */
export const forgetServer = (folder: string): Promise<void> => rm(join(folder, 'server'), { force: true });

/** Ends the server that a former, killed process left on `folder`, if it still runs. The caller holds the folder's lock. */
export async function endSurvivor(folder: string, polite: NodeJS.Signals): Promise<void> {
  const text = await unless(['ENOENT'], readFile(join(folder, 'server'), 'utf8'));
  const server = text === undefined ? undefined : parseIdentity(text);
  if (server) await endProcess(server, polite);
  await forgetServer(folder);
}

/** Asks a process that is no child of ours to end, then makes it (after 8 s). It is not adopted: nobody reads its log or would end it with us. */
export async function endProcess(server: ProcessIdentity, polite: NodeJS.Signals): Promise<void> {
  if (!(await isAlive(server))) return;
  signal(server.pid, polite);
  if (await endsWithin(server, 8_000)) return;
  signal(server.pid, 'SIGKILL');
  if (await endsWithin(server, 4_000)) return;
  throw new EmbeddedError(`An earlier server (process ${server.pid}) does not end.`, `End it (kill -9 ${server.pid}) and try again.`);
}

async function endsWithin(server: ProcessIdentity, limitMs: number): Promise<boolean> {
  for (const until = performance.now() + limitMs; performance.now() < until; await pause(20)) {
    if (!(await isAlive(server))) return true;
  }
  return false;
}
