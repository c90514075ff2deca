import { objection } from './rules.js';

it.each([
  ['eleven char', 'must have at least 12 characters'],
  ['twelve chars', undefined],
  [' twelve char', undefined],
  ['            ', undefined],
  // Eleven people of seven UTF-16 units and more each are still eleven characters and their joiners.
  ['😀😀😀😀😀😀😀😀😀😀😀', 'must have at least 12 characters'],
  ['😀😀😀😀😀😀😀😀😀😀😀😀', undefined],
  ['allsmallandwithoutanydigit', undefined],
  ['password123456', 'is one of the most used passwords: choose another'],
  ['PassWord123456', 'is one of the most used passwords: choose another'],
  ['password123456 ', undefined],
  ['qwertyuiopasdfghjkl', 'is one of the most used passwords: choose another'],
  ['x'.repeat(1024), undefined],
  ['x'.repeat(1025), 'must have at most 1024 characters'],
  ['half a \ud800 character', 'must be well-formed text'],
  ['with a \0 inside', undefined],
])('objects to %j: %j', (password, expected) => {
  expect(objection(password, 12)).toBe(expected);
});

it('asks for as many characters as the installation wants', () => {
  expect(objection('fourteen chars', 15)).toBe('must have at least 15 characters');
  expect(objection('fifteen charact', 15)).toBeUndefined();
});
