import { isUnsafe, mayBegin, mayChange } from './cross-site.js';

const allows = (origin: string): boolean => origin === 'https://app.test';

it.each([
  ['its own page', 'https://app.test', undefined, true, true],
  ['its own page, said twice', 'https://app.test', 'same-origin', true, true],
  ['another site', 'https://evil.test', undefined, false, false],
  ['another site that claims to be the same', 'https://evil.test', 'same-origin', false, false],
  ['a name that begins alike', 'https://app.test.evil.test', undefined, false, false],
  ['another port', 'https://app.test:444', undefined, false, false],
  ['another scheme', 'http://app.test', undefined, false, false],
  ['a sandbox', 'null', undefined, false, false],
  ['two origins', 'https://app.test, https://evil.test', undefined, false, false],
  ['an empty origin', '', 'same-origin', false, false],
  ['no origin, same origin', undefined, 'same-origin', true, true],
  ['no origin, a neighbour', undefined, 'same-site', false, true],
  ['no origin, another site', undefined, 'cross-site', false, true],
  ['no origin, a bookmark', undefined, 'none', false, true],
  ['neither', undefined, undefined, false, true],
])('from %s', (_case, origin, fetchSite, change, begin) => {
  expect(mayChange({ origin, fetchSite }, allows)).toBe(change);
  expect(mayBegin({ origin, fetchSite }, allows)).toBe(begin);
});

it.each([
  ['GET', false],
  ['HEAD', false],
  ['OPTIONS', false],
  ['POST', true],
  ['PUT', true],
  ['PATCH', true],
  ['DELETE', true],
  ['MADEUP', true],
])('%s changes something: %s', (method, expected) => {
  expect(isUnsafe(method)).toBe(expected);
});
