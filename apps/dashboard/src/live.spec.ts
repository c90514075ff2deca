import { delayOf } from './live.js';

describe('coming back', () => {
  it('is soon at first, then rarer, and never all at once', () => {
    expect([0, 1, 2, 3, 4, 5, 60].map((tries) => delayOf(tries, 0))).toEqual([300, 600, 1200, 2400, 4800, 8000, 8000]);
    expect(delayOf(5, 1)).toBe(4000);
  });
});
