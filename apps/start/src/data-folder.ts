import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SettingsError } from '@curfew/platform';
import { startOf } from './process-start.js';

/**
 * Makes this process the only starter of a data folder, which is made when missing; answers how to give it back.
 * Rejects with a SettingsError while another starter lives on it. The lock of one that died is taken over.
 */
export const lockDataFolder = async (folder: string): Promise<() => Promise<void>> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, LOCK);
  const mine = `${process.pid} ${await startOf(process.pid)}\n`;
  while (!(await made(path, mine))) {
    const held = await textOf(path);
    const holder = await livingHolder(held);
    if (holder !== undefined) throw new SettingsError([`Curfew already runs on ${folder} (process ${holder}). Stop that one first, or set DATA_DIR to another folder.`]);
    await takeAway(path, held);
  }
  return async () => {
    if ((await textOf(path)) === mine) await rm(path, { force: true });
  };
};

/** Deletes the data of both embedded servers. A downloaded Redis stays, and so does whatever else lies there. Only for whoever holds the lock. */
export const deleteData = async (folder: string): Promise<void> => {
  await Promise.all(SERVERS.map((name) => rm(join(folder, name), { recursive: true, force: true })));
};

/** Whether there is data of an embedded server. */
export const hasData = async (folder: string): Promise<boolean> => {
  const names: readonly string[] = await readdir(folder);
  return SERVERS.some((name) => names.includes(name));
};

/** The folders of the embedded servers within a data folder. */
export const SERVERS = ['postgres', 'redis'] as const;

const LOCK = 'start.lock';

// By a link the lock appears whole: whoever finds it can read who holds it.
const made = async (path: string, text: string): Promise<boolean> => {
  const whole = `${path}.${process.pid}.new`;
  await writeFile(whole, text, { mode: 0o600 });
  try {
    await link(whole, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
};

const livingHolder = async (held: string | undefined): Promise<number | undefined> => {
  const [, pid, start] = /^(\d+) (.+)\n$/.exec(held ?? '') ?? [];
  return pid !== undefined && (await startOf(Number(pid))) === start ? Number(pid) : undefined;
};

const takeAway = async (path: string, judged: string | undefined): Promise<void> => {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  // Someone was faster, and what was moved is their new lock: give it back.
  if ((await textOf(aside)) !== judged) await rename(aside, path);
  else await rm(aside, { force: true });
};

const textOf = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const codeOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined);
