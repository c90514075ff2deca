import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { prettyLines } from '@curfew/platform';

/** Passes on whole lines of a process to standard output: as they are, or readable on a terminal. Ends with the stream. */
export const passLinesOn = (from: Readable): void => {
  createInterface({ input: from }).on('line', (line) => write(`${line}\n`));
};

/** Passes on whole lines of a process to standard error. */
export const passErrorsOn = (from: Readable): void => {
  createInterface({ input: from }).on('line', (line) => process.stderr.write(`${line}\n`));
};

const pretty = process.stdout.isTTY ? prettyLines() : undefined;

const write = (line: string): void => void (pretty ?? process.stdout).write(line);
