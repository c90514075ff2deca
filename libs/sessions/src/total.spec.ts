import { totalOf } from './total.js';

it.each([
  ['none', 0, 0, { count: 0, precision: 'exact' }],
  ['as many as are counted', 10_000, 10_000, { count: 10_000, precision: 'exact' }],
  ['more, as the database estimates', 10_001, 48_213, { count: 48_000, precision: 'about' }],
  ['more, where its estimate cannot be right', 10_001, 812, { count: 10_000, precision: 'more-than' }],
])('says of %s how many there are', (_, counted, estimate, expected) => {
  expect(totalOf({ counted, estimate })).toEqual(expected);
});
