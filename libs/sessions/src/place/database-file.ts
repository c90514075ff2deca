import { readFile, stat } from 'node:fs/promises';
import { isIPv6 } from 'node:net';

import { Reader, type Response } from 'maxmind';

import type { Log } from '../log.js';

/** A database of places in MaxMind's format, held in memory. */
export type PlaceReader = Pick<Reader<Response>, 'get'>;

/** Reads a database; rejects when the file is none, or answers nothing. */
export async function openReader(file: string): Promise<PlaceReader> {
  const reader = new Reader<Response>(await readFile(file));
  const hasIPv6 = reader.metadata.ipVersion === 6;
  const get = (ipAddress: string): Response | null => (isIPv6(ipAddress) && !hasIPv6 ? null : reader.get(ipAddress));
  // A file that was cut or damaged in the middle shows it when something is looked up.
  for (const ipAddress of ['1.1.1.1', '8.8.8.8', '193.0.0.1', '2606:4700::1']) get(ipAddress);
  return { get };
}

/** A database whose file may change, be away for a while or be broken: what was read last stays in use. */
export class DatabaseFile {
  private version: string | undefined;
  private opened: PlaceReader | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly log: Log,
  ) {}

  /** What was read last; undefined until there was something to read. */
  get reader(): PlaceReader | undefined {
    return this.opened;
  }

  /** Reads the file if it is not as it was at the last look. Never rejects: it says what is wrong once for each change. */
  look(): Promise<void> {
    this.looking = this.looking.then(() => this.refresh());
    return this.looking;
  }

  private async refresh(): Promise<void> {
    // Taken before the file is read: what is written meanwhile is another change.
    const version = await versionOf(this.file);
    if (version === this.version) return;
    this.version = version;
    try {
      this.opened = await openReader(this.file);
      this.log.info({ file: this.file }, 'places come from GEOIP_DATABASE');
    } catch (error) {
      const kept = this.opened === undefined ? 'countries come from the installed database until it can' : 'places come from what was read of it before';
      this.log.error({ err: error, file: this.file }, `GEOIP_DATABASE cannot be read: it must name a country or city database (.mmdb); ${kept}`);
    }
  }
}

const versionOf = (file: string): Promise<string> =>
  stat(file).then(
    ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
    () => 'none',
  );
