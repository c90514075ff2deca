import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

import { unless } from './system-error.js';

/** The secret kept in this file (0600); made, where there is none yet. */
export async function keptSecret(path: string): Promise<string> {
  return (await readSecret(path)) ?? makeSecret(path);
}

/** The secret kept in a file that only its owner may read (0600); undefined when there is none. */
export async function readSecret(path: string): Promise<string | undefined> {
  const text = await unless(['ENOENT'], readFile(path, 'utf8'));
  return text?.trim() || undefined;
}

/** Makes a new secret (192 bits, safe in a URL) and keeps it. A crash leaves the whole file or none. */
export async function makeSecret(path: string): Promise<string> {
  const secret = randomBytes(24).toString('base64url');
  await writeFile(`${path}.new`, `${secret}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return secret;
}
