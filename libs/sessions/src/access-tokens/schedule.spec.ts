import { signing, upkeep } from './schedule.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const key = (id: string, signsSinceMs: number, readable = true) => ({ id, signsSinceMs, readable });

it.each([
  ['none yet: one that signs at once', [], 0, []],
  ['a young one', [key('a', day)], null, []],
  ['an hour before its time is over, the next one', [key('a', 30 * day - 60 * minute)], 60 * minute, []],
  ['the next one is there already', [key('a', 30 * day - 30 * minute), key('b', -30 * minute)], null, []],
  ['nobody looked for weeks: the old one signs until the new one has been published for an hour', [key('a', 60 * day)], 60 * minute, []],
  ['the new one signs: tokens of the old one are still about', [key('a', 30 * day), key('b', 9 * minute)], null, []],
  ['they are over', [key('a', 30 * day), key('b', 11 * minute)], null, ['a']],
  ['two old ones', [key('a', 60 * day), key('b', 30 * day), key('c', 11 * minute)], null, ['a', 'b']],
  ['another KEY_ENCRYPTION_KEY than before: a new one at once, the old one goes in its time', [key('a', day, false)], 0, []],
])('%s', (_case, keys, makeInMs, remove) => {
  expect(upkeep(keys)).toEqual({ makeInMs, remove });
});

it.each([
  ['the only one', [key('a', 0)], 'a'],
  ['the newest that is due', [key('a', day), key('b', 1), key('c', -1)], 'b'],
  ['not one that cannot be read here', [key('a', day), key('b', 1, false)], 'a'],
  ['none', [key('a', -1)], undefined],
])('signs with %s', (_case, keys, id) => {
  expect(signing(keys)?.id).toBe(id);
});

it('never takes away the key that signs, nor leaves a time without one, over two years of looking once an hour', () => {
  let keys: ReturnType<typeof key>[] = [];
  for (let hours = 0; hours < 2 * 365 * 24; hours += 1) {
    const { makeInMs, remove } = upkeep(keys);
    expect(remove).not.toContain(signing(keys)?.id);
    keys = keys.filter(({ id }) => !remove.includes(id));
    if (makeInMs !== null) keys.push(key(`key-${hours}`, -makeInMs));
    expect(signing(keys)).toBeDefined();
    expect(keys.length).toBeLessThan(4);
    keys = keys.map((each) => ({ ...each, signsSinceMs: each.signsSinceMs + 60 * minute }));
  }
});
