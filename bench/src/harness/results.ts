import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from './findings.js';

const folder = new URL('../../results/', import.meta.url);

/** Writes results/<chapter>.json, and answers its path from here. */
export async function writeResult(result: Result): Promise<string> {
  const path = fileURLToPath(new URL(`${result.chapter}.json`, folder));
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(rounded(result), undefined, 1).replaceAll(/\n\s+(-?[\d.]+,?|null,?)(?=\n)/g, ' $1').replaceAll(/(\[[-\d., null]*)\n\s+\]/g, '$1 ]')}\n`);
  return relative(process.cwd(), path);
}

/** What was found of a chapter last, if it was measured at all. What never came is written as null. */
export async function readResult(chapter: string): Promise<Result | undefined> {
  const text = await readFile(new URL(`${chapter}.json`, folder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text, (_, value: unknown) => value ?? Number.POSITIVE_INFINITY) as Result);
}

/** Five digits are more than any of it is good for. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(5));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded(each)]));
}
