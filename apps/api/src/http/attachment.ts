import { Readable } from 'node:stream';

import { StreamableFile } from '@nestjs/common';

/** What a file is made of, row by row. */
export interface Attachment<T> {
  /** Without its ending. */
  readonly name: string;
  readonly format: 'csv' | 'ndjson';
  readonly rows: AsyncIterable<T>;
  /** The columns of CSV; NDJSON has the rows as they are. */
  readonly columns: Columns<T>;
}

export type Columns<T> = Readonly<Record<string, (row: T) => Cell>>;
type Cell = string | number | boolean | null | undefined;

/**
 * A file that is written while its rows are read: what waits in memory does not grow with it, and a reader that stops ends the reading.
 * The first row is read before it answers, so that an error there is a problem and not half a file.
 */
export const attachment = async <T>({ name, format, rows, columns }: Attachment<T>): Promise<StreamableFile> => {
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  const lines = format === 'csv' ? csvLines({ first, iterator }, columns) : jsonLines({ first, iterator });
  return new StreamableFile(Readable.from(chunks(lines), { objectMode: false }), { type: types[format], disposition: `attachment; filename="${name}.${format}"` });
};

/** One cell (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection); numbers are numbers. */
export const csvCell = (cell: Cell): string => {
  if (typeof cell !== 'string') return cell === null || cell === undefined ? '' : String(cell);
  const text = RUNS.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

// The full-width forms run as well, where a spreadsheet is set to Japanese or Chinese.
const RUNS = /^\s*[=+\-@|\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

const types = { csv: 'text/csv; charset=utf-8; header=present', ndjson: 'application/x-ndjson' } as const;

interface Reading<T> {
  readonly first: IteratorResult<T>;
  readonly iterator: AsyncIterator<T>;
}

async function* csvLines<T>(reading: Reading<T>, columns: Columns<T>): AsyncGenerator<string> {
  yield `${Object.keys(columns).map(csvCell).join(',')}\r\n`;
  for await (const row of rest(reading)) yield `${Object.values(columns).map((of) => csvCell(of(row))).join(',')}\r\n`;
}

async function* jsonLines<T>(reading: Reading<T>): AsyncGenerator<string> {
  for await (const row of rest(reading)) yield `${JSON.stringify(row)}\n`;
}

async function* rest<T>({ first, iterator }: Reading<T>): AsyncGenerator<T> {
  try {
    for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

// A write a line would cost more than the lines.
async function* chunks(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const line of lines) {
    text += line;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

const CHUNK = 32_768;
