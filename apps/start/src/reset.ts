import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { SettingsError, type Settings } from '@curfew/platform';
import { deleteData, hasData, lockDataFolder } from './data-folder.js';
import { needsDataFolder } from './servers.js';

/**
 * Deletes the data of the embedded servers after `yes` was typed, or at once. False when the answer was another, and nothing was deleted.
 * Rejects with a SettingsError while Curfew runs on that folder, or when there is no embedded server to reset.
 */
export const reset = async (settings: Pick<Settings, 'dataDir' | 'databaseUrl' | 'redisUrl'>, yes: boolean): Promise<boolean> => {
  if (!needsDataFolder(settings)) throw new SettingsError(['--reset deletes the data of the embedded servers, but DATABASE_URL and REDIS_URL name others.']);
  const folder = resolve(settings.dataDir);
  const unlock = await lockDataFolder(folder);
  try {
    if (!(await hasData(folder))) return true;
    if (settings.databaseUrl !== undefined) process.stdout.write('DATABASE_URL is set: that database is left as it is.\n');
    if (!yes && !(await confirmed(`Delete all users, sessions and events in ${folder}? Type yes to do it: `))) {
      process.stdout.write('Nothing was deleted.\n');
      return false;
    }
    await deleteData(folder);
    process.stdout.write(`Deleted the data in ${folder}.\n`);
    return true;
  } finally {
    await unlock();
  }
};

const confirmed = (question: string): Promise<boolean> =>
  new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin });
    process.stdout.write(question);
    lines.once('close', () => resolve(false));
    lines.once('line', (line) => {
      resolve(line.trim().toLowerCase() === 'yes');
      lines.close();
      process.stdin.unref();
    });
  });
