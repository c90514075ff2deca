import { de } from './de.js';
import { en } from './en.js';
import { enAdmin } from './en-admin.js';
import { enPages } from './en-pages.js';
import { enSessions } from './en-sessions.js';
import { enTime } from './en-time.js';
import { enTrail } from './en-trail.js';
import { preferred } from './language.js';

const flat = (tree: object, path = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[path + key, value] as const] : flat(value as object, `${path}${key}.`),
  );
const names = (text: string): readonly string[] => [...text.matchAll(/\{\{(\w+)/gu)].map(([, name]) => name ?? '').toSorted();

describe('the catalogue', () => {
  const english = new Map(flat({ ...en, sessions: enSessions, time: enTime, ...enPages, ...enAdmin, ...enTrail }));
  const german = new Map(flat(de));

  it('has the same sentences in every language', () => {
    expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it.each([...english])('puts the same things into %s', (key, words) => {
    expect(names(german.get(key) ?? '')).toEqual(names(words));
  });

  it('says nothing that page.md forbids', () => {
    const all = [...english.values(), ...german.values()].join('\n');
    expect(all).not.toMatch(/oops|successfully|please|bitte|!/iu);
  });

  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'de'], 'de'],
    [['en-US', 'de'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ] as const)('is read in the first known language of %j: %s', (wanted, language) => {
    expect(preferred(wanted)).toBe(language);
  });
});
