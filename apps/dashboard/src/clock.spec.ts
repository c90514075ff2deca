import { offsetAfter } from './clock.js';

describe('the server clock', () => {
  it('is the middle of what an answer allows when nothing is known yet', () => {
    expect(offsetAfter(null, { serverMs: 86_400_000, askedMs: 0, answeredMs: 100 })).toBe(86_400_000 + 450);
  });

  it('does not move for an answer that it already explains', () => {
    const first = offsetAfter(null, { serverMs: 5000, askedMs: 1000, answeredMs: 1020 });
    expect(offsetAfter(first, { serverMs: 6000, askedMs: 2300, answeredMs: 2310 })).toBe(first);
  });

  it('follows a browser clock that was set', () => {
    const day = 86_400_000;
    const first = offsetAfter(null, { serverMs: day, askedMs: day, answeredMs: day + 20 });
    const later = offsetAfter(first, { serverMs: day + 5000, askedMs: 2 * day + 5000, answeredMs: 2 * day + 5020 });
    expect(Math.round(later / 1000)).toBe(-86_400 + 0);
  });
});
