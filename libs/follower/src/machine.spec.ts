import { at, event, kinds, leased, LEASE, session } from './leased.fixture.js';
import type { FollowedEvent, Known } from './known.js';
import { passes } from './admission.js';

describe('an event', () => {
  // What a copy of session `s` (ada, generation 3 of the user and 3 of the realm) is afterwards.
  it.each<[string, FollowedEvent, 'live' | 'miss' | 'unknown']>([
    ['ends its session', event('session-revoked', { sessionId: 's' }), 'unknown'],
    ['that says expired ends its session', event('session-expired', { sessionId: 's' }), 'unknown'],
    ['of another session changes nothing', event('session-revoked', { sessionId: 't' }), 'live'],
    ['ends the older generations of its user', event('sessions-revoked', { generation: 4 }), 'unknown'],
    ['of this very generation ends nothing: it is late', event('sessions-revoked', { generation: 3 }), 'live'],
    ['of an older generation ends nothing', event('sessions-revoked', { generation: 2 }), 'live'],
    ['without a generation ends all of its user', event('sessions-revoked'), 'unknown'],
    ['of another user changes nothing', event('sessions-revoked', { userId: 'bob', generation: 9 }), 'live'],
    ['of everyone ends the older generations of the realm', event('sessions-revoked', { userId: null, generation: 4 }), 'miss'],
    ['of everyone in this generation ends nothing', event('sessions-revoked', { userId: null, generation: 3 }), 'live'],
    ['that spares a session has it read again', event('sessions-revoked', { generation: 4, sparedSessionId: 's' }), 'miss'],
    ['that changes a session has it read again', event('session-updated', { sessionId: 's' }), 'miss'],
    ['that changes the sessions of all has each read again', event('session-updated', { userId: null }), 'miss'],
    ['that changes nothing of a session changes nothing', event('api-key-created', { userId: null }), 'live'],
    ['that changes a user has its sessions read again', event('role-changed'), 'miss'],
    ['of a type that is not known has what it names read again', event('something-new', { sessionId: 's' }), 'miss'],
    ['of a new session changes nothing', event('session-created', { sessionId: 's' }), 'live'],
    ['of a failed sign-in changes nothing', event('sign-in-failed'), 'live'],
  ])('%s', (_promise, heard, expected) => {
    const { known, hear, admits } = leased();
    known(session('s', { generation: 3, realmGeneration: 3 }));

    hear(heard);

    expect(admits('s')).toBe(expected);
  });

  it('admits nobody: a session that it announces is read first', () => {
    const { hear, admits } = leased();

    hear(event('session-created', { sessionId: 's' }));

    expect(admits('s')).toBe('miss');
  });

  it('is carried out in this order: cut, tell, acknowledge; and once, however often it is heard', () => {
    const { known, hear, give, polled } = leased();
    known(session('s'), 'socket');
    const ending = event('session-revoked', { sessionId: 's' });

    expect(kinds(hear(ending))).toEqual(['cut', 'tell', 'acknowledge']);
    expect(hear(ending)).toEqual([]);
    give({ kind: 'poll' });
    expect(polled(0, [ending])).toEqual([]);
  });

  it('counts the sockets that it cut in its acknowledgement', () => {
    const { known, hear } = leased();
    known(session('s'), 'one');
    known(session('s'), 'two');
    known(session('t'), 'three');

    const effects = hear(event('sessions-revoked', { generation: 2, sparedSessionId: 't' }));

    expect(effects.at(-1)).toMatchObject({ kind: 'acknowledge', socketsClosed: 2 });
  });

  it('that the log brings as news is followed by another poll at once; one that was heard before is not', () => {
    const { give, polled, hear } = leased();
    const [news, old] = [event('session-revoked', { sessionId: 's' }), event('session-revoked', { sessionId: 't' })];
    hear(old);

    give({ kind: 'poll' });
    expect(kinds(polled(0, [news, old]))).toEqual(['tell', 'acknowledge', 'poll']);
    expect(kinds(polled(0, [news, old]))).toEqual([]);
  });
});

describe('a read', () => {
  it.each<[string, FollowedEvent]>([
    ['its session', event('session-revoked', { sessionId: 's' })],
    ['its user', event('sessions-revoked', { generation: 2 })],
    ['everyone', event('sessions-revoked', { userId: null, generation: 2 })],
    ['a change of its session', event('session-updated', { sessionId: 's' })],
  ])('admits nobody by an answer that is older than what was heard of %s', (_of, heard) => {
    const { give, hear, read, admits } = leased();
    give({ kind: 'ask', asker: 1, tokenHash: 'hash of s', socketId: null });
    give({ kind: 'gather' });
    hear(heard);

    expect(read([session('s')]).filter((effect) => effect.kind === 'answer' && effect.admission.kind === 'live')).toEqual([]);
    expect(admits('s')).toBe('miss');
  });

  it('is sent again when it may be older than what was heard, and then decides', () => {
    const { give, hear, read } = leased();
    give({ kind: 'ask', asker: 1, tokenHash: 'hash of s', socketId: null });
    give({ kind: 'gather' });
    hear(event('session-updated', { sessionId: 's' }));

    expect(read([session('s')])).toEqual([]);
    expect(kinds(give({ kind: 'gather' }))).toEqual(['load']);
    expect(read([session('s')])).toMatchObject([{ kind: 'answer', asker: 1, admission: { kind: 'live' } }]);
  });

  it('answers everyone who asked for the same session meanwhile', () => {
    const { give, read } = leased();
    for (const asker of [1, 2, 3]) give({ kind: 'ask', asker, tokenHash: 'hash of s', socketId: null });

    expect(give({ kind: 'gather' })).toMatchObject([{ kind: 'load', request: { tokenHashes: ['hash of s'], ids: [] } }]);
    expect(read([session('s')])).toHaveLength(3);
  });

  it.each<[string, readonly Known[], string, readonly string[]]>([
    ['finds nothing', [], 'unknown', []],
    ['finds it past its deadline, not marked', [session('s', { expiresInMs: 0 })], 'unknown', ['lapse']],
    ['finds it live', [session('s')], 'live', []],
  ])('that %s answers', (_what, found, kind, also) => {
    const { give, read } = leased();
    give({ kind: 'ask', asker: 1, tokenHash: 'hash of s', socketId: null });
    give({ kind: 'gather' });

    const effects = read(found);

    expect(effects[0]).toMatchObject({ kind: 'answer', admission: { kind } });
    expect(kinds(effects.slice(1))).toEqual(also);
  });

  it('that fails, or takes longer than a lease, is answered stale', () => {
    for (const end of ['fails', 'lasts'] as const) {
      const { state, give, polled } = leased();
      give({ kind: 'ask', asker: 1, tokenHash: 'hash of s', socketId: null });
      give({ kind: 'gather' });
      give({ kind: 'poll' }, LEASE + 1);
      polled(LEASE + 1);

      const effects = end === 'fails' ? give({ kind: 'loaded', read: state.reading.reads, answer: null }) : give({ kind: 'tick' }, LEASE + 1);

      expect(effects).toContainEqual({ kind: 'answer', asker: 1, admission: { kind: 'stale' } });
    }
  });
});

describe('a socket', () => {
  it('that goes away while it is pending is not admitted, and leaves nothing behind', () => {
    const { state, give, read } = leased();
    give({ kind: 'ask', asker: 1, tokenHash: 'hash of s', socketId: 'socket' });
    give({ kind: 'gather' });
    give({ kind: 'disconnected', socketId: 'socket' });

    expect(read([session('s')])).toEqual([{ kind: 'answer', asker: 1, admission: { kind: 'unknown' } }]);
    expect([state.sockets.size, state.open.size, state.pending.size]).toEqual([0, 0, 0]);
  });

  it('passes nothing past its deadline, and again once the session was read again', () => {
    const { state, known, give, read, polled } = leased();
    known(session('s'), 'socket');
    give({ kind: 'poll' }, 60_000);
    polled(60_000);
    expect(passes(state, 'socket', at(60_000))).toBe(false);

    give({ kind: 'tick' }, 60_000);
    give({ kind: 'gather' }, 60_000);
    read([session('s')], 60_000);

    expect(passes(state, 'socket', at(60_001))).toBe(true);
  });
});

it('marks what ends with sockets: it passes and admits nothing from that step, is cut once, and is gone with its last socket', () => {
  const { state, known, hear, give, read, admits, polled } = leased();
  known(session('s'), 'one');
  known(session('s'), 'two');

  expect(hear(event('sessions-revoked', { generation: 2 }))).toMatchObject([{ kind: 'cut' }, { kind: 'tell' }, { kind: 'acknowledge', socketsClosed: 2 }]);
  expect([passes(state, 'one', at(0)), passes(state, 'two', at(0)), admits('s')]).toEqual([false, false, 'unknown']);

  give({ kind: 'disconnected', socketId: 'one' });
  expect(hear(event('session-revoked', { sessionId: 's' }))).toMatchObject([{ kind: 'tell' }, { kind: 'acknowledge', socketsClosed: 0 }]);
  // What changed, and even a reset, does not bring it back.
  hear(event('session-updated', { sessionId: 's' }));
  give({ kind: 'poll' });
  polled(0, [], 'another');
  polled(0, [], 'another');
  give({ kind: 'gather' });
  expect(read([session('s')], 0, 'another')).toEqual([]);
  expect([passes(state, 'two', at(0)), admits('s')]).toEqual([false, 'unknown']);

  give({ kind: 'disconnected', socketId: 'two' });
  expect([state.copies.size, state.open.size, state.unsure.size, state.sockets.size]).toEqual([0, 0, 0, 0]);
});

describe('activity', () => {
  it.each<[string, number, number, number, boolean]>([
    ['moves the deadline', 30_000, 60_000, 89_000, true],
    ['by the time-out that it is told', 30_000, 5_000, 36_000, false],
    ['never past the absolute one', 59_000, 600_000, 120_000, false],
    ['not once it has passed', 60_000, 60_000, 61_000, false],
  ])('%s', (_promise, usedAt, idleTimeoutMs, now, live) => {
    const { known, give, admits } = leased({ allowWhenStale: true });
    known(session('s'));

    give({ kind: 'used', sessionId: 's', idleTimeoutMs }, usedAt);

    expect(admits('s', now)).toBe(live ? 'live' : 'miss');
  });
});

it('keeps sessions with open sockets however many come, and of the others the newest', () => {
  const { known, admits } = leased();
  known(session('kept'), 'socket');

  for (let each = 0; each < 100; each += 1) known(session(`s${each}`));

  expect([admits('kept'), admits('s99'), admits('s0')]).toEqual(['live', 'live', 'miss']);
});
