import { passes } from './admission.js';
import { at, kinds, leased, session } from './leased.fixture.js';

it('a read of another history than the log is sent again, with a poll, and admits, refuses and ends nobody', () => {
  const { state, give, read, polled, known, admits } = leased();
  known(session('open'), 'socket');
  give({ kind: 'poll' }, 60_001);
  polled(60_001);
  // Past its deadline: it is to be read again, by its id.
  give({ kind: 'tick' }, 60_001);
  polled(60_001);
  give({ kind: 'ask', asker: 2, tokenHash: 'hash of s', socketId: null }, 60_001);
  give({ kind: 'gather' }, 60_001);

  expect(kinds(read([session('s')], 60_001, 'replaced'))).toEqual(['poll']);
  expect([admits('s', 60_001), state.sockets.size, state.ended.has('open')]).toEqual(['miss', 1, false]);

  give({ kind: 'gather' }, 60_001);
  expect(read([session('s'), session('open')], 60_001)).toMatchObject([{ kind: 'answer', asker: 2, admission: { kind: 'live' } }]);
  expect(passes(state, 'socket', at(60_001))).toBe(true);
});

it('a read of another history five times over is answered stale, until the log is of that one', () => {
  const { give, read, polled } = leased();
  give({ kind: 'ask', asker: 1, tokenHash: 'hash of s', socketId: null });
  for (let times = 0; times < 4; times += 1) {
    give({ kind: 'gather' });
    read([session('s')], 0, 'second');
  }
  give({ kind: 'gather' });
  expect(read([session('s')], 0, 'second')).toContainEqual({ kind: 'answer', asker: 1, admission: { kind: 'stale' } });

  polled(0, [], 'second');
  polled(0, [], 'second');
  give({ kind: 'ask', asker: 2, tokenHash: 'hash of s', socketId: null });
  give({ kind: 'gather' });
  expect(read([session('s')], 0, 'second')).toMatchObject([{ kind: 'answer', asker: 2, admission: { kind: 'live' } }]);
});
