import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** @typedef {{ readonly file: string, readonly env: Readonly<Record<string, string>> }} Chromium */

/**
 * A Chromium that runs here: the system's own, else the one that the package carries with its libraries, unpacked once.
 * @returns {Promise<Chromium>} its program, and the environment that it needs beside PATH
 */
export async function readyChromium() {
  const own = process.env['CHROMIUM_PATH'] ?? (await onPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']));
  if (own !== undefined) return { file: own, env: {} };
  const folder = join(cache, 'curfew-chromium');
  const isThere = await access(join(folder, 'chromium')).then(() => true, () => false);
  if (!isThere) await unpack(folder);
  return { file: join(folder, 'chromium'), env: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf'), HOME: folder } };
}

const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

// In a process of its own: the package changes its process's environment. Whole or not at all, also when two do it at once.
/** @type {(folder: string) => Promise<void>} */
async function unpack(folder) {
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.`);
  const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  const env = { PATH: process.env['PATH'] ?? '', TMPDIR: work, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: dirname(fileURLToPath(import.meta.url)), env });
  // The package's own fonts.conf names a fixed folder.
  const fonts = `<?xml version="1.0"?><fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>\n`;
  await writeFile(join(work, 'fonts.conf'), fonts);
  await rename(work, folder).catch(() => rm(work, { recursive: true, force: true }));
}

/** @type {(names: readonly string[]) => Promise<string | undefined>} */
async function onPath(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const file of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await access(file).then(() => true, () => false)) return file;
  }
  return undefined;
}
