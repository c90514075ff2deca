import { eventOf, sessionOf } from '../active-sessions/sessions.fixture.js';
import { happeningsOf, historyOf } from './happenings.js';

const first = sessionOf(1, { unfamiliar: true, location: { country: 'PT', region: null, city: null, latitude: null, longitude: null } });
const created = eventOf('session-created', { session: first });
const update = (over: Partial<typeof first>, reason: string | null = null) => eventOf('session-updated', { session: { ...first, ...over }, reason });

describe('what happened', () => {
  it.each([
    ['an address', update({ ipAddress: '192.0.2.1' }), 'moved'],
    ['a country', update({ location: null }), 'moved'],
    ['a name', update({ device: { ...first.device, label: 'Desk' } }), 'named'],
    ['a type', update({ device: { ...first.device, type: 'laptop' } }), 'typed'],
    ['the flag', update({ unfamiliar: false }), 'acknowledged'],
    ['what the server says', update({}, 'acknowledged'), 'acknowledged'],
    ['nothing that is told', update({}), 'updated'],
  ])('is read off the event before: %s', (_, event, change) => {
    expect(happeningsOf([event, created])[0]).toMatchObject({ change, before: first });
  });

  it('is only "changed" when what was before is not known', () => {
    expect(happeningsOf([update({ ipAddress: '192.0.2.1' })])[0]).toMatchObject({ change: 'updated', before: null });
  });

  it('counts wrong passwords in a row', () => {
    const wrong = eventOf('sign-in-failed');
    expect(happeningsOf([wrong, wrong, created, wrong]).map(({ times }) => times)).toEqual([2, 1, 1]);
  });
});

describe('the history of a session', () => {
  it('has its own events and the wrong passwords shortly before it', () => {
    const minutes = (n: number): string => new Date(Date.parse(first.createdAt) - n * 60_000).toISOString();
    const events = [
      update({ ipAddress: '192.0.2.1' }),
      eventOf('session-created', { session: sessionOf(2) }),
      created,
      eventOf('sign-in-failed', { occurredAt: minutes(1) }),
      eventOf('sign-in-failed', { occurredAt: minutes(11) }),
    ];
    expect(historyOf(events, first).map(({ event }) => event.type)).toEqual(['session-updated', 'session-created', 'sign-in-failed']);
  });

  it('has the act that ended it together with others', () => {
    const over = sessionOf(1, { endedAt: '2025-11-24T10:00:00.000Z' });
    expect(historyOf([eventOf('sessions-revoked'), created], over)).toHaveLength(2);
    expect(historyOf([eventOf('sessions-revoked'), created], first)).toHaveLength(1);
  });
});
