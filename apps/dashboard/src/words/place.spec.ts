import { placeOf } from './place.js';

const at = (country: string | null, city: string | null = null) => ({ country, city, region: null, latitude: null, longitude: null });

describe('a place in words', () => {
  it.each([
    [at('DE', 'Berlin'), 'en', 'Berlin, Germany'],
    [at('PT'), 'en', 'Portugal'],
    [at('DE', 'Berlin'), 'de', 'Berlin, Deutschland'],
    [at(null, 'Berlin'), 'en', 'Berlin'],
    [at(null), 'en', null],
    [null, 'en', null],
    [at('no such'), 'en', 'no such'],
  ] as const)('%j in %s is %j', (location, language, words) => {
    expect(placeOf(location, language)).toBe(words);
  });
});
