import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './sources.js';

// A lock that names a registry would tie everyone to the one of whoever wrote it.
it.each(['package-lock.json', 'bench/package-lock.json'])('locks every package by name, version and hash, and names no host: %s', (file) => {
  const lock: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'));
  expect(addressesIn(lock)).toEqual([]);
});

/** Fields that say where something is fetched from; `funding` pages and the like are for people. */
function addressesIn(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return key === 'resolved' && /https?:/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null || key === 'funding') return [];
  return Object.entries(value).flatMap(([name, child]) => addressesIn(child, name));
}
