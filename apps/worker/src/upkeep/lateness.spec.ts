import { isLate } from './lateness.js';

describe('a worker that nobody tells', () => {
  it.each([
    ['was never done here', undefined, 0, true],
    ['was done just now', 5_000, 5_000, false],
    ['missed its turn, as the other worker had it', 5_000, 6_999, false],
    ['was not done for three intervals', 5_000, 8_000, true],
  ])('looks after a round that %s', (_, doneAt, now, expected) => {
    expect(isLate(1_000, doneAt, now)).toBe(expected);
  });
});
