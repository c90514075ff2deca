import type { Receipt, Session } from '@curfew/contracts';

import { endingOf, mayLeave, together, withEndings, type Ending } from './ending.js';
import { sessionOf } from './sessions.fixture.js';

const receipt = (over: Partial<Receipt> = {}): Receipt => ({
  position: '1',
  confirmed: true,
  consumers: { acknowledged: 3, live: 3 },
  socketsClosed: 1,
  elapsedMs: 9,
  ...over,
});
const ended = (endedAt: string): Session => sessionOf(2, { status: 'revoked', endedAt });
const askedAt = Date.parse('2025-11-24T10:00:00.000Z');

describe('what an answer proves', () => {
  it.each([
    ['2025-11-24T10:00:00.010Z', true, 'confirmed'],
    ['2025-11-24T10:00:00.010Z', false, 'unconfirmed'],
    ['2025-11-24T09:59:59.000Z', true, 'confirmed'],
    ['2025-11-24T09:58:00.000Z', true, 'already'],
  ])('an end at %s, confirmed %s, is %s', (endedAt, confirmed, phase) => {
    expect(endingOf({ session: ended(endedAt), receipt: receipt({ confirmed }) }, askedAt).phase).toBe(phase);
  });
});

describe('several sessions of one device', () => {
  const confirmed: Ending = { phase: 'confirmed', receipt: receipt() };
  const unconfirmed: Ending = { phase: 'unconfirmed', receipt: receipt({ confirmed: false, consumers: { acknowledged: 2, live: 3 } }) };

  it.each([
    [[confirmed, { phase: 'failed' }, { phase: 'asking' }], 'failed'],
    [[confirmed, { phase: 'asking' }], 'asking'],
    [[confirmed, unconfirmed], 'unconfirmed'],
    [[confirmed, confirmed], 'confirmed'],
  ] as const)('say the least that is proved of all', (endings, phase) => {
    expect(together(endings).phase).toBe(phase);
  });

  it('add their connections and name the servers that are missing', () => {
    expect(together([confirmed, unconfirmed])).toMatchObject({ receipt: { socketsClosed: 2, consumers: { acknowledged: 2, live: 3 } } });
  });

  it('leave only when nothing more is to be said', () => {
    expect([confirmed, unconfirmed, { phase: 'failed' } as const].map(mayLeave)).toEqual([true, false, false]);
  });
});

describe('the place of a row that ends', () => {
  const [a, b, c, d] = [1, 2, 3, 4].map((n) => sessionOf(n)) as [Session, Session, Session, Session];
  const order = [a, b, c, d].map((session) => session.id);
  const row = (session: Session): [string, { session: Session; ending: Ending; order: string[] }] => [
    session.id,
    { session, ending: { phase: 'elsewhere' }, order },
  ];

  it('is where it was, also when its neighbours end too', () => {
    expect(withEndings([a, d], new Map([row(c), row(b)]))).toEqual([a, b, c, d]);
  });

  it('is at the top when nothing that stood above it is left', () => {
    expect(withEndings([c], new Map([row(b)]))).toEqual([b, c]);
  });

  it('is that of the live row while it is still live', () => {
    expect(withEndings([a, b], new Map([row(b)]))).toEqual([a, b]);
  });
});
