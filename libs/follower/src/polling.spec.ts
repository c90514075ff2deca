import { at, kinds, leased, session } from './leased.fixture.js';
import { passes, recall } from './admission.js';

describe('the lease', () => {
  // Polled at 0; LEASE is 10 s, nine tenths of it are usable.
  it.each<[string, { mono: number; wall: number }, boolean]>([
    ['within nine tenths', at(8_999), true],
    ['to the end of them', at(9_000), true],
    ['no longer', at(9_001), false],
    ['by the monotonic clock alone', { mono: 9_001, wall: at(0).wall }, false],
    ['by the wall clock alone: the machine was suspended', { mono: 1, wall: at(9_001).wall }, false],
    ['also after the wall clock was set back', { mono: 5_000, wall: at(0).wall - 60_000 }, true],
  ])('admits %s', (_when, now, expected) => {
    const { state, known } = leased();
    known(session('s'), 'socket');

    expect(recall(state, 'hash of s', now).kind).toBe(expected ? 'live' : 'stale');
    expect(passes(state, 'socket', now)).toBe(expected);
  });

  it('counts from when the poll was sent, not from when it was answered', () => {
    const { give, polled, known, admits } = leased();
    known(session('s'));
    give({ kind: 'poll' }, 2_000);
    polled(6_000);

    expect(admits('s', 11_000)).toBe('live');
    expect(admits('s', 11_001)).toBe('stale');
  });

  it('lost: suspends; found again: resumes; gone for another LEASE: dismisses', () => {
    const { known, give, polled } = leased();
    known(session('s'), 'socket');

    expect(kinds(give({ kind: 'tick' }, 9_001))).toEqual(['poll', 'suspend']);
    expect(kinds(polled(9_100))).toEqual(['resume']);
    expect(kinds(give({ kind: 'tick' }, 30_000))).toEqual(['poll', 'suspend']);
    expect(kinds(give({ kind: 'tick' }, 40_000))).toEqual(['poll']);
    expect(give({ kind: 'tick' }, 40_001)).toContainEqual({ kind: 'dismiss', sockets: ['socket'] });
  });

  it('is not needed for what is in memory where stale is allowed; reading needs it even there', () => {
    const { known, admits, give } = leased({ allowWhenStale: true });
    known(session('s'));

    expect(admits('s', 99_000)).toBe('miss'); // past its deadline
    expect(admits('s', 50_000)).toBe('live');
    expect(give({ kind: 'ask', asker: 9, tokenHash: 'hash of t', socketId: null }, 50_000)).toMatchObject([{ kind: 'answer', admission: { kind: 'stale' } }]);
  });
});

it('relies, where stale is allowed and the lease is lost, only on what a poll was sent after; so each read is followed by one', () => {
  const { state, give, read, polled, admits } = leased({ allowWhenStale: true });
  give({ kind: 'ask', asker: 1, tokenHash: 'hash of s', socketId: 'socket' }, 100);
  give({ kind: 'gather' }, 100);
  expect(kinds(read([session('s')], 110))).toEqual(['answer', 'poll']);
  expect([admits('s', 120), admits('s', 50_000), passes(state, 'socket', at(50_000))]).toEqual(['live', 'miss', false]);

  polled(130);
  expect([admits('s', 50_000), passes(state, 'socket', at(50_000))]).toEqual(['live', true]);
});

describe('a poll', () => {
  it('that was given up is dropped for good', () => {
    const { state, give } = leased();
    give({ kind: 'poll' }, 1_000);
    const number = state.log.poll?.number ?? 0;
    give({ kind: 'tick' }, 4_001);

    give({ kind: 'polled', number, answer: { events: [], horizon: 'late', snapshot: 'late', more: null, trimmed: false, source: 'first' } }, 4_100);

    expect(state.log).toMatchObject({ floor: 'h', applied: 's' });
    expect(state.lease).toEqual(at(0));
  });

  it('of many pages counts from the first', () => {
    const { state, give } = leased();
    give({ kind: 'poll' }, 1_000);
    for (const [page, more] of [['one', '2'], ['two', '3'], ['three', null]] as const) {
      const number = state.log.poll?.number ?? 0;
      give({ kind: 'polled', number, answer: { events: [], horizon: page, snapshot: page, more, trimmed: false, source: 'first' } }, 1_500);
    }

    expect(state.log).toMatchObject({ floor: 'one', applied: 'one' });
    expect(state.lease).toEqual(at(1_000));
  });

  it.each<[string, { trimmed: boolean; source: string }]>([
    ['finds its floor trimmed away', { trimmed: true, source: 'first' }],
    ['comes from another history', { trimmed: false, source: 'second' }],
  ])('that %s makes it start anew', (_why, answer) => {
    const { state, known, give, read, admits } = leased();
    known(session('s'), 'socket');
    give({ kind: 'ask', asker: 2, tokenHash: 'hash of t', socketId: null });
    give({ kind: 'gather' });
    give({ kind: 'poll' }, 100);
    const effects = give({ kind: 'polled', number: state.log.poll?.number ?? 0, answer: { events: [], horizon: 'x', snapshot: 'x', more: null, ...answer } }, 200);

    expect(effects).toContainEqual({ kind: 'answer', asker: 2, admission: { kind: 'stale' } });
    expect(effects).toContainEqual({ kind: 'poll', number: state.log.polls, request: { applied: null, floor: null, page: null } });
    expect(admits('s', 200)).toBe('stale');

    give({ kind: 'polled', number: state.log.polls, answer: { events: [], horizon: 'y', snapshot: 'y', more: null, trimmed: false, source: answer.source } }, 300);
    expect([admits('s', 300), passes(state, 'socket', at(300))]).toEqual(['miss', false]);
    expect(give({ kind: 'gather' }, 300)).toMatchObject([{ kind: 'load', request: { ids: ['s'] } }]);
    expect(read([], 300, answer.source)).toMatchObject([{ kind: 'cut', copies: [{ admission: { session: { id: 's' } }, sockets: 'socket' }], event: null }]);
  });
});
