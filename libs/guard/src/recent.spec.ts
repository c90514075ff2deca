import { Recent } from './recent.js';

it('remembers at least the last keys that were set, and forgets the oldest in time', () => {
  const recent = new Recent<number>(2);
  ['a', 'b', 'c'].forEach((key, index) => recent.set(key, index));
  expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual([0, 1, 2]);

  ['d', 'e'].forEach((key, index) => recent.set(key, index));

  expect(['a', 'b', 'd', 'e'].map((key) => recent.get(key))).toEqual([undefined, undefined, 0, 1]);
});
