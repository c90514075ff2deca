import { isConfirmed } from './typed-count.js';

describe('the number typed out', () => {
  it.each([
    ['', 100, false, true],
    ['', 101, false, false],
    ['101', 101, false, true],
    ['12408', 12_408, false, true],
    ['12,408', 12_408, false, true],
    ['12.408', 12_408, false, true],
    ['1240', 12_408, false, false],
    ['124080', 12_408, false, false],
    ['', 1, true, false],
    ['1', 1, true, true],
  ])('"%s" for %i sessions (everyone: %s): %s', (typed, matched, everyone, expected) => {
    expect(isConfirmed(typed, matched, everyone)).toBe(expected);
  });
});
