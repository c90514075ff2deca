import { mkdir } from 'node:fs/promises';
import { isAbsolute } from 'node:path';

import { EmbeddedError } from '../embedded-error.js';
import { explainFailure, type Failure } from './explain-failure.js';
import { lockFolder } from './folder-lock.js';
import { messageOf } from './system-error.js';

/**
 * Makes the folder, locks it and does `work`, which gets the key: it gives the folder back, once the server has ended.
 * When `work` fails the folder is given back at once.
 * @throws EmbeddedError, whatever went wrong
 */
export async function inOwnFolder<T>({ server, folder }: Pick<Failure, 'server' | 'folder'>, work: (unlock: () => Promise<void>) => Promise<T>): Promise<T> {
  if (!isAbsolute(folder)) throw new EmbeddedError(`${folder} is not an absolute path.`, 'Give the whole path of the data folder.');
  try {
    await mkdir(folder, { recursive: true });
    const unlock = await lockFolder(folder);
    try {
      return await work(unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  } catch (error) {
    throw error instanceof EmbeddedError ? error : explainFailure({ server, folder, lines: [messageOf(error)], cause: error });
  }
}
