import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import * as real from '@curfew/follower/pure';
import type { Mutant } from './mutants.js';
import type { Machine } from './rules.js';

const compiled = fileURLToPath(new URL('.', import.meta.resolve('@curfew/follower/pure')));

export { real };

/** Does work with a copy of the compiled follower that lacks one rule; the product itself has no switches. */
export async function withMutant<T>({ rule, edits }: Mutant, work: (machine: Machine) => T): Promise<T> {
  if (edits.length === 0) return work(real);
  const folder = await mkdtemp(join(tmpdir(), 'curfew-mutant-'));
  try {
    await cp(compiled, folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    for (const { file, from, to } of edits) {
      const path = join(folder, file);
      const text = await readFile(path, 'utf8');
      if (text.split(from).length !== 2) throw new Error(`the mutant "${rule}" no longer fits ${file}: it must find exactly once\n${from}`);
      await writeFile(path, text.replace(from, () => to));
    }
    const machine: Machine = await import(pathToFileURL(join(folder, 'pure.js')).href);
    return work(machine);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
