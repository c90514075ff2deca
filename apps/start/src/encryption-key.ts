import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '@curfew/platform';

/**
 * The file of the KEY_ENCRYPTION_KEY that goes with the embedded database (0600), made where there is none. Undefined where the operator gave a key, or has
 * a database of their own: two machines would make two keys for it.
 */
export const keptEncryptionKey = async (dataDir: string, { keyEncryptionKey, databaseUrl }: Pick<Settings, 'keyEncryptionKey' | 'databaseUrl'>): Promise<string | undefined> => {
  if (keyEncryptionKey !== undefined || databaseUrl !== undefined) return undefined;
  const path = join(dataDir, 'key-encryption-key');
  if (existsSync(path)) return path;
  // A crash leaves the whole file or none.
  await writeFile(`${path}.new`, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return path;
};
