import { countOf, listOf, withoutOne, withOne, type Several } from './several.js';

const of = (...ids: readonly string[]): Several => ids.reduce<Several>(withOne, null);

it.each([[[]], [['a']], [['a', 'b']], [['a', 'b', 'c']]])('holds %j', (ids: readonly string[]) => {
  expect([listOf(of(...ids)), countOf(of(...ids))]).toEqual([ids, ids.length]);
});

it('holds one only once', () => {
  expect([listOf(of('a', 'a')), listOf(of('a', 'b', 'a'))]).toEqual([['a'], ['a', 'b']]);
});

it('holds what is left, and in the end nothing', () => {
  expect(withoutOne(of('a'), 'b')).toBe('a');
  expect(listOf(withoutOne(of('a', 'b'), 'a'))).toEqual(['b']);
  expect([withoutOne(of('a'), 'a'), withoutOne(withoutOne(of('a', 'b'), 'b'), 'a'), withoutOne(null, 'a')]).toEqual([null, null, null]);
});
