import { maxSessions } from './max-sessions.js';

const session = (id: string, createdAt: string) => ({ id, createdAt });
const first = session('a', '2026-01-01T00:00:00.000Z');
const second = session('b', '2026-01-02T00:00:00.000Z');
const twin = session('c', '2026-01-02T00:00:00.000Z');

describe('the greatest number of sessions', () => {
  it.each([
    ['no limit ends none', 0, [first, second], []],
    ['room for one more ends none', 3, [first, second], []],
    ['the oldest make room', 2, [first, second], [first]],
    ['one session a user ends all that were there', 1, [first, second], [second, first]],
    ['of two opened in the same millisecond the lesser id ends', 2, [second, twin], [second]],
    ['more than the limit, from before it was set, end together', 2, [first, second, twin], [second, first]],
  ])('%s', (_, limit, live, ended) => {
    expect(maxSessions(limit).toEnd(live)).toEqual(ended);
  });
});
