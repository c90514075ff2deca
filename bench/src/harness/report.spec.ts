import { reportOf, shown, tableOf } from './report.js';

const table = {
  title: 'Ends',
  columns: { p50: 'ms', 'events/s': '' },
  base: 'floor',
  rows: [
    { name: 'Curfew', rounds: { p50: [2, 2.2, 2.4], 'events/s': [500, 500, 500] } },
    { name: 'floor', rounds: { p50: [1, 1, 1], 'events/s': [500, 500, 500] } },
    { name: 'other', rounds: { p50: [Infinity, Infinity, Infinity] } },
  ],
};

it('shows the median of the rounds, from where to where they went, and how many times the base', () => {
  const [, , head, , curfew, floor, other] = tableOf(table).split('\n');
  expect(head).toBe('| | p50, ms | events/s |');
  expect(curfew).toBe('| Curfew | 2.2 (2–2.4), × 2.2 | 500, no difference |');
  expect(floor).toBe('| floor | 1 | 500 |');
  expect(other).toBe('| other | never | – |');
});

it.each([
  [0.01234, '0.0123'],
  [12.345, '12.3'],
  [1234.5, '1,235'],
  [Infinity, 'never'],
])('shows three digits of %d', (value, expected) => {
  expect(shown(value)).toBe(expected);
});

it('says of each goal whether it was met, and why not', () => {
  const goals = [{ goal: 'fast', measured: '1 ms', met: true }, { goal: 'small', measured: '9 kB', met: false, why: 'socket.io keeps a request' }];
  const stamp = { chapter: 'x', title: 'Ends', date: '2026-01-02T03:04:05Z', commit: 'abc', full: false, rounds: 5, seconds: 9, machine: '2 × any', load: { before: [1, 1, 1], after: [2, 2, 2] } };
  const text = reportOf([{ ...stamp, setUp: 'As it is.', versions: { ws: '8' }, tables: [table], goals, plots: [] }]);
  expect(text).toContain('| fast | 1 ms | met |\n| small | 9 kB | **missed**: socket.io keeps a request |');
  expect(text).toContain('*2026-01-02 03:04 UTC, commit abc; 2 × any; 5 rounds, 9 s; load before 1.0 1.0 1.0, after 2.0 2.0 2.0.*');
});
