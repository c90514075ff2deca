import type { Event, Session } from '@curfew/contracts';

/** Sessions and events for the unit specs. */
const ids = (n: number): string => `0199a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const ada = ids(900_001);

export const sessionOf = (n: number, over: Partial<Session> = {}): Session => ({
  id: ids(n),
  userId: ada,
  status: 'active',
  online: false,
  connections: 0,
  current: false,
  unfamiliar: false,
  device: { id: null, type: 'desktop', name: `Device ${n}`, label: null, os: 'Ubuntu', browser: 'Firefox' },
  ipAddress: '203.0.113.42',
  location: null,
  createdAt: '2025-11-24T08:00:00.000Z',
  lastActiveAt: '2025-11-24T09:00:00.000Z',
  expiresAt: '2025-12-08T09:00:00.000Z',
  endedAt: null,
  endReason: null,
  endedBy: null,
  method: 'password',
  ...over,
});

export const eventOf = (type: Event['type'], over: Partial<Event> = {}): Event => ({
  id: ids(800_000),
  position: '1',
  type,
  occurredAt: '2025-11-24T10:00:00.000Z',
  userId: ada,
  sessionId: over.session?.id ?? null,
  actor: { type: 'user', id: ada },
  reason: null,
  session: null,
  ...over,
});
