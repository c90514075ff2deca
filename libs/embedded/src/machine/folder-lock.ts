import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { EmbeddedError } from '../embedded-error.js';
import { formatIdentity, identityOf, isAlive, parseIdentity } from './process-identity.js';
import { unless } from './system-error.js';

/**
 * Makes this process the one user of `folder`, and answers how to give it back.
 * @throws EmbeddedError when a living process (this one too) has it. The lock of a dead one is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock');
  const me = await identityOf(process.pid);
  if (!me) throw new EmbeddedError('This process cannot see itself.', 'Mount /proc.');
  const mine = `${formatIdentity(me)}${randomUUID()}\n`;
  for (let unreadable = 0; ; ) {
    if (await made(path, mine)) return () => giveBack(path, mine);
    const held = await unless(['ENOENT'], readFile(path, 'utf8'));
    if (held === undefined) continue;
    const holder = parseIdentity(held);
    // Between its making and its writing a lock is empty for a moment; one that stays so belongs to nobody.
    if (!holder && unreadable++ < 20) {
      await pause(25);
      continue;
    }
    if (holder && (await isAlive(holder))) throw inUse(folder, holder.pid);
    await takeAway(path, held);
  }
}

const inUse = (folder: string, pid: number): EmbeddedError =>
  new EmbeddedError(
    pid === process.pid ? `This process already runs a server on ${folder}.` : `Process ${pid} already runs a server on ${folder}.`,
    pid === process.pid ? 'Stop that one first, or use another folder.' : `End it first (kill ${pid}), or set DATA_DIR to another folder.`,
  );

async function made(path: string, text: string): Promise<boolean> {
  return (await unless(['EEXIST'], writeFile(path, text, { flag: 'wx', mode: 0o600 }).then(() => true))) ?? false;
}

async function takeAway(path: string, judged: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  const moved = await unless(['ENOENT'], rename(path, aside).then(() => true));
  if (!moved) return;
  // Someone was faster, and what was moved is their new lock: give it back.
  if ((await readFile(aside, 'utf8')) !== judged) await rename(aside, path);
  else await rm(aside);
}

async function giveBack(path: string, mine: string): Promise<void> {
  if ((await unless(['ENOENT'], readFile(path, 'utf8'))) === mine) await rm(path, { force: true });
}
