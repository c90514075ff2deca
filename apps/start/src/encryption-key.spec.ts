import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptEncryptionKey } from './encryption-key.js';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'curfew-key-'))));
afterAll(() => rm(folder, { recursive: true }));
const none = { keyEncryptionKey: undefined, databaseUrl: undefined };

it('makes a key of 32 bytes once, which nobody else may read', async () => {
  const path = (await keptEncryptionKey(folder, none)) ?? '';
  const text = await readFile(path, 'utf8');
  expect([Buffer.from(text, 'base64').length, (await stat(path)).mode & 0o777]).toEqual([32, 0o600]);
  expect(await keptEncryptionKey(folder, none)).toBe(path);
  expect(await readFile(path, 'utf8')).toBe(text);
});

it.each([
  ['a key', { ...none, keyEncryptionKey: new Uint8Array(32) }],
  ['a database', { ...none, databaseUrl: 'postgres://h/d' }],
])('makes none for who has %s of their own', async (_case, settings) => {
  expect(await keptEncryptionKey(folder, settings)).toBeUndefined();
});
