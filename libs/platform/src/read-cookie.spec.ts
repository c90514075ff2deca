import { readCookie } from './read-cookie.js';

it.each([
  [undefined, undefined],
  ['', undefined],
  ['curfew=abc', 'abc'],
  ['theme=dark; curfew=abc; other=1', 'abc'],
  ['theme=dark;curfew=abc', 'abc'],
  ['xcurfew=abc', undefined],
  ['Curfew=abc', undefined],
  ['__Host-curfew=abc', undefined],
  ['curfew=abc; curfew=abc', 'abc'],
  ['curfew=planted; curfew=abc', 'ambiguous'],
  ['curfew', undefined],
])('reads %j as %j', (header, value) => {
  expect(readCookie(header, 'curfew')).toBe(value);
});
