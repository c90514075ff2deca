import { agoOf, calendarDays, elapsedOf, exactAgoOf, sinceOf, spanOf, whenOf } from './time.js';
import { words } from './i18n.js';

const t = words.t;
const min = 60_000;
const h = 60 * min;
const d = 24 * h;

describe('times in words', () => {
  it.each([
    [0, 'just now'],
    [59_999, 'just now'],
    [min, '1 min ago'],
    [2 * h + 14 * min, '2 h 14 min ago'],
    [5 * h, '5 h ago'],
    [d - 1, '23 h 59 min ago'],
    [d, '1 day ago'],
    [3 * d + 23 * h, '3 days ago'],
    [-5000, 'just now'],
  ])('says how long ago %i ms are', (ms, words_) => {
    expect(agoOf(t, ms)).toBe(words_);
  });

  it('counts the seconds where they matter', () => {
    expect(exactAgoOf(t, 40_500)).toBe('40 s ago');
    expect(exactAgoOf(t, -10)).toBe('just now');
  });

  it('keeps one unit for what is idle', () => {
    expect(sinceOf(t, 3 * h + 50 * min)).toBe('3 h');
    expect(spanOf(t, 7 * min)).toBe('7 min');
  });

  it.each([
    [0.4, '0 ms'],
    [9, '9 ms'],
    [999.4, '999 ms'],
    [1000, '1 s'],
    [1234, '1.2 s'],
  ])('says that %f ms elapsed', (ms, expected) => {
    expect(elapsedOf(t, ms)).toBe(expected);
  });

  it('says what was less than an hour ago by the time that has passed, on either side of midnight', () => {
    const now = new Date(2025, 10, 24, 0, 0, 20);
    expect(whenOf({ t, locale: 'en-GB' }, new Date(2025, 10, 23, 23, 59, 40), now)).toBe('40 s ago');
    expect(whenOf({ t, locale: 'en-GB' }, new Date(2025, 10, 23, 23, 20), now)).toBe('40 min ago');
  });

  it('names yesterday by the calendar, not by 24 hours', () => {
    const now = new Date(2025, 10, 24, 1, 0);
    expect(whenOf({ t, locale: 'en-GB' }, new Date(2025, 10, 23, 23, 30), now)).toBe('yesterday, 23:30');
    expect(whenOf({ t, locale: 'en-GB' }, new Date(2025, 10, 24, 0, 20), now)).toBe('40 min ago');
    expect(whenOf({ t, locale: 'en-GB' }, new Date(2025, 10, 12, 9, 4), now)).toBe('12 Nov, 09:04');
    expect(whenOf({ t, locale: 'en-GB' }, new Date(2024, 10, 12, 9, 4), now)).toBe('12 Nov 2024, 09:04');
    expect(calendarDays(new Date(2025, 10, 23, 23, 59), now)).toBe(1);
  });
});
