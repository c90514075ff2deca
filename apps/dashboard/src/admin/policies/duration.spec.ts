import { durationOf, msOf } from './duration.js';

describe('a time of a policy', () => {
  it.each([
    [14 * 86_400_000, { number: '14', unit: 'days' }],
    [36 * 3_600_000, { number: '36', unit: 'hours' }],
    [90 * 60_000, { number: '90', unit: 'minutes' }],
  ] as const)('of %i ms is entered as %j, and read again as it was', (ms, duration) => {
    expect(durationOf(ms)).toEqual(duration);
    expect(msOf(duration)).toBe(ms);
  });

  it.each(['', '0', '-1', '1.5', 'two', '3651'])('is not "%s" days', (number) => {
    expect(msOf({ number, unit: 'days' })).toBeNull();
  });
});
