import type { Row } from '../table.js';
import { measureEnding } from './ending.js';
import { measureFiles } from './files.js';
import { measurePages } from './pages.js';
import { measureWatching } from './watching.js';

/** Each takes a few minutes at most: finding among so many, taking a million home, ending many by filter, watching. */
const parts = {
  pages: measurePages,
  files: measureFiles,
  ending: () => measureEnding(100_000),
  watching: () => measureWatching(1_000),
} as const;

/** What administrators do. */
export async function* measureAdministration(asked: readonly string[], sizes: readonly number[]): AsyncGenerator<Row> {
  for (const [name, part] of Object.entries(parts)) if (asked.includes(name)) yield* part(sizes);
}
