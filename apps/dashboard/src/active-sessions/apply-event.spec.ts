import type { Event, Session } from '@curfew/contracts';

import { applyEvent, applyPresence, inOrder, inOrderOf } from './apply-event.js';
import { eventOf, sessionOf } from './sessions.fixture.js';

const here = sessionOf(1, { current: true, online: true, connections: 1 });
const phone = sessionOf(2);
const tablet = sessionOf(3);
const list = [here, phone, tablet];
const whole = (session: Session): Session => session;
const apply = (sessions: readonly Session[], event: Event): readonly Session[] => applyEvent(sessions, event, whole);
const names = (sessions: readonly Session[]): readonly string[] => sessions.map((session) => session.device.name);

describe('the list after an event', () => {
  it('has a new session right after this device, once, also when the event comes again', () => {
    const event = eventOf('session-created', { session: sessionOf(9, { current: true }) });
    const once = apply(list, event);
    expect(names(once)).toEqual(['Device 1', 'Device 9', 'Device 2', 'Device 3']);
    expect(once[1]?.current).toBe(false);
    expect(names(apply(once, event))).toEqual(names(once));
  });

  it('leaves out a new session that the list does not want', () => {
    expect(applyEvent(list, eventOf('session-created', { session: sessionOf(9) }), () => null)).toBe(list);
  });

  it.each(['session-revoked', 'session-expired'] as const)('loses a session by %s, and is the same when it comes again', (type) => {
    const event = eventOf(type, { sessionId: phone.id });
    const once = apply(list, event);
    expect(names(once)).toEqual(['Device 1', 'Device 3']);
    expect(apply(once, event)).toBe(once);
  });

  it('changes a session, but neither who asks nor who is online', () => {
    const renamed = { ...here, current: false, online: false, connections: 0, lastActiveAt: '2025-11-24T08:30:00.000Z' };
    const event = eventOf('session-updated', { session: { ...renamed, device: { ...here.device, label: 'Desk' } } });
    expect(apply(list, event)[0]).toEqual({ ...here, device: { ...here.device, label: 'Desk' } });
  });

  it('loses all but the spared one by sessions-revoked, and keeps what was opened after it', () => {
    const late = sessionOf(4, { createdAt: '2025-11-24T10:00:00.001Z' });
    const event = eventOf('sessions-revoked', { sparedSessionId: here.id });
    expect(names(apply([...list, late], event))).toEqual(['Device 1', 'Device 4']);
  });

  it('loses the sessions of one user, or of everyone', () => {
    const stranger = sessionOf(5, { userId: '0199a000-0000-7000-8000-000000900002' });
    expect(names(apply([here, stranger], eventOf('sessions-revoked')))).toEqual(['Device 5']);
    expect(names(apply([here, stranger], eventOf('sessions-revoked', { userId: null })))).toEqual([]);
    expect(names(apply([here, stranger], eventOf('user-disabled')))).toEqual(['Device 5']);
  });

  it('is untouched by what is not about sessions', () => {
    expect(apply(list, eventOf('user-updated'))).toBe(list);
    expect(apply(list, eventOf('session-created'))).toBe(list);
  });
});

describe('the list after news of presence', () => {
  it('says who is online without moving a row', () => {
    const news = [{ sessionId: tablet.id, online: true, lastActiveAt: '2025-11-24T09:59:00.000Z' }];
    const after = applyPresence([here, { ...phone }, { ...tablet, status: 'idle' }], news);
    expect(names(after)).toEqual(names(list));
    expect(after[2]).toMatchObject({ online: true, connections: 1, status: 'active', lastActiveAt: '2025-11-24T09:59:00.000Z' });
  });

  it('takes the connections away, and never turns activity back', () => {
    const news = [{ sessionId: here.id, online: false, lastActiveAt: '2025-11-24T01:00:00.000Z' }];
    expect(applyPresence(list, news)[0]).toMatchObject({ online: false, connections: 0, lastActiveAt: here.lastActiveAt });
  });

  it('is the same list for news of others', () => {
    expect(applyPresence(list, [{ sessionId: sessionOf(77).id, online: true, lastActiveAt: here.lastActiveAt }])).toBe(list);
  });
});

describe('the order', () => {
  it('is this device, then the newest activity', () => {
    const newest = sessionOf(7, { lastActiveAt: '2025-11-24T09:30:00.000Z' });
    expect(names(inOrder([phone, newest, here]))).toEqual(['Device 1', 'Device 7', 'Device 2']);
  });

  it('stays as it is on the screen while someone is pointing at it', () => {
    expect(names(inOrderOf([here, tablet, phone], [here, sessionOf(8), phone, tablet]))).toEqual([
      'Device 1',
      'Device 8',
      'Device 3',
      'Device 2',
    ]);
  });
});
