import { exponent, median, quantile, ratio, summary } from './statistics.js';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

it.each([
  [0.5, 50],
  [0.99, 99],
  [0.999, 100],
  [0, 1],
])('takes a quantile that was measured: %d of 1…100 is %d', (share, expected) => {
  expect(quantile(hundred, share)).toBe(expected);
});

it('has no quantile of nothing', () => {
  expect(quantile([], 0.5)).toBeNaN();
});

it('says what lies in the middle, and from where to where', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  expect(summary([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 });
});

it('compares round by round, so that what slows a whole round makes no difference', () => {
  expect(ratio([2, 20, 4], [1, 10, 2])).toEqual({ median: 2, min: 2, max: 2, differs: true });
});

it('calls a difference none when the rounds do not agree on it', () => {
  expect(ratio([1.1, 0.9, 1.2], [1, 1, 1])).toMatchObject({ median: 1.1, differs: false });
});

it('finds the exponent of growth', () => {
  expect(exponent([[1, 3], [10, 300], [100, 30_000]])).toBeCloseTo(2);
  expect(exponent([[1, 5], [10, 5]])).toBeCloseTo(0);
});
