import { countReceipt, watchRows, type ConsumerRow, type Watched } from './receipt.js';

const row = (id: string, changed: Partial<ConsumerRow> = {}): ConsumerRow => ({ id, renewals: 5, leaseMs: 10_000, allowsWhenStale: false, applied: false, ...changed });
const none: ReadonlySet<string> = new Set();

// Rows were first seen at 0; it is 10 s later unless told.
it.each<[string, readonly ConsumerRow[], ReadonlySet<string>, { acknowledged: number; live: number; confirmed: boolean }]>([
  ['nobody is there', [], none, { acknowledged: 0, live: 0, confirmed: true }],
  ['one has acknowledged', [row('new')], new Set(['new']), { acknowledged: 1, live: 1, confirmed: true }],
  ['one has applied a poll that sees it', [row('new', { applied: true })], none, { acknowledged: 1, live: 1, confirmed: true }],
  ['one has not', [row('new'), row('other', { applied: true })], none, { acknowledged: 1, live: 2, confirmed: false }],
  ['one has not renewed for its lease', [row('old')], none, { acknowledged: 0, live: 0, confirmed: true }],
  ['one has renewed since', [row('old', { renewals: 6 })], none, { acknowledged: 0, live: 1, confirmed: false }],
  ['its lease is longer', [row('old', { leaseMs: 10_001 })], none, { acknowledged: 0, live: 1, confirmed: false }],
  ['one allows when stale: it never lapses', [row('old', { allowsWhenStale: true })], none, { acknowledged: 0, live: 1, confirmed: false }],
  ['one allows when stale: only its acknowledgement counts', [row('new', { allowsWhenStale: true, applied: true })], none, { acknowledged: 0, live: 1, confirmed: false }],
  ['one allows when stale, and has acknowledged', [row('new', { allowsWhenStale: true })], new Set(['new']), { acknowledged: 1, live: 1, confirmed: true }],
  ['somebody else acknowledged', [row('new')], new Set(['nobody']), { acknowledged: 0, live: 1, confirmed: false }],
])('counts: %s', (_when, rows, acknowledged, expected) => {
  const seen = watchRows(new Map(), [row('old')], 0);
  const watched = watchRows(seen, rows, 10_000);

  expect(countReceipt({ rows, watched, acknowledged, settled: true, nowMs: 10_000 })).toEqual(expected);
});

it('confirms nothing on a timeline that is not settled', () => {
  expect(countReceipt({ rows: [], watched: new Map(), acknowledged: none, settled: false, nowMs: 0 })).toEqual({ acknowledged: 0, live: 0, confirmed: false });
});

it('counts a row that went away and came back from when it came back', () => {
  let watched: Watched = watchRows(new Map(), [row('one')], 0);
  watched = watchRows(watched, [], 5_000);
  watched = watchRows(watched, [row('one')], 9_000);

  expect(watched.get('one')).toEqual({ renewals: 5, sinceMs: 9_000 });
});
