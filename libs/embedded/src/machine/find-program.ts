import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** The absolute path of a program on the PATH (or in the `also` folders after it); undefined when there is none that may be run. */
export async function findProgram(name: string, also: readonly string[] = []): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...also].filter((folder) => isAbsolute(folder));
  for (const folder of folders) {
    const file = join(folder, name);
    if (await mayRun(file)) return file;
  }
  return undefined;
}

async function mayRun(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us: the next folder may have it
  }
}
