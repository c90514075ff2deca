import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './compose.js';

/** Where the secrets are in a container. */
export const inContainer = '/run/curfew';

/** A folder with what `deploy/secrets.js` makes, for one test file. */
export function secretFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  makeSecrets(folder);
  return folder;
}

/** Runs `deploy/secrets.js` once. */
export function makeSecrets(folder: string): void {
  execFileSync(process.execPath, [join(root, 'deploy/secrets.js'), folder]);
}
