import type { Location } from '@curfew/contracts';

/** "Berlin, Germany", with only a country "Portugal", with none null. The country's name is the reader's language's. */
export const placeOf = (location: Location | null, language: string): string | null => {
  const country = countryOf(location, language);
  const parts = [location?.city ?? null, country].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
};

/** "Portugal"; null when it is not known. */
export const countryOf = (location: Location | null, language: string): string | null =>
  location?.country === null || location === null ? null : countryName(location.country, language);

/** The name of a country's ISO 3166 code; the code itself when it has none. */
export const countryName = (code: string, language: string): string => {
  try {
    return names(language).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
};

const made = new Map<string, Intl.DisplayNames>();
const names = (language: string): Intl.DisplayNames => {
  const known = made.get(language) ?? new Intl.DisplayNames([language], { type: 'region' });
  made.set(language, known);
  return known;
};
