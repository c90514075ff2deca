import type { Location } from '@curfew/contracts';

import { plainText } from '../device/plain-text.js';

/**
 * Reads a place from a database's record, in MaxMind's shape (GeoIP2 and GeoLite2, Country or City) or in the flat one of ip-location-db.
 * What a record does not say is null; one that says nothing is no place.
 */
export function readLocation(record: unknown): Location | null {
  const location: Location = {
    country: countryOf(at(record, 'country', 'iso_code') ?? at(record, 'country_code')),
    region: nameOf(at(record, 'subdivisions', '0', 'names', 'en') ?? at(record, 'state1')),
    city: nameOf(at(record, 'city', 'names', 'en') ?? at(record, 'city')),
    latitude: degreesOf(at(record, 'location', 'latitude') ?? at(record, 'latitude'), 90),
    longitude: degreesOf(at(record, 'location', 'longitude') ?? at(record, 'longitude'), 180),
  };
  return Object.values(location).every((part) => part === null) ? null : location;
}

const at = (record: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), record);

// ISO 3166-1 alpha-2; ZZ is nowhere.
const countryOf = (code: unknown): string | null => (typeof code === 'string' && /^[A-Z]{2}$/u.test(code) && code !== 'ZZ' ? code : null);

const nameOf = (name: unknown): string | null => (typeof name === 'string' ? plainText(name, 128) : null);

const degreesOf = (degrees: unknown, most: number): number | null =>
  typeof degrees === 'number' && Math.abs(degrees) <= most ? Math.round(degrees * 10_000) / 10_000 : null;
