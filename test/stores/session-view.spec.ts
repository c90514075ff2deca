import { Database, endSession, findSession, insertSession, listOwnSessions, searchSessions } from '@curfew/persistence';
import { atEnd } from '../support/at-end.js';
import { emptyDatabase } from '../support/database.js';

const own = await emptyDatabase();
const database = await Database.connect({ url: own.runningUrl, name: 'views' });
atEnd(() => database.close());

const userId = '01890a5d-ac96-774b-bcce-b302099a8057';
await own.query(`insert into users (id, email, name) values ($1, 'ada@example.com', 'Ada “the first” Lovelace')`, [userId]);

const nothing = { id: null, label: null, os: null, browser: null } as const;
const places = [
  null,
  { country: 'DE', region: null, city: null, latitude: null, longitude: null },
  { country: 'IS', region: 'Norðurland', city: 'A\\kure"yri', latitude: 65.68353, longitude: -18.1 },
  { country: 'GH', region: '', city: 'Greenwich, nearly', latitude: 1e-7, longitude: 0 },
] as const;
const devices = [
  { ...nothing, type: 'unknown', name: '' },
  { id: 'device 1', label: 'Küche 🍳', os: 'Haiku', browser: 'Gemini', type: 'tv', name: 'Gemini on "Haiku" \\ \n' },
] as const;
const addresses = ['10.0.0.1', '2001:db8::1', '::ffff:10.0.0.1'];

const opened = (await Promise.all(
  places.flatMap((location, place) => devices.map((device, at) => insertSession(database, {
    id: `01890a5d-ac96-774b-bcce-00000000000${place * 2 + at}`, eventId: `01890a5d-ac96-774b-bccf-00000000000${place * 2 + at}`, userId, tokenHash: Buffer.alloc(32, place * 2 + at),
    method: 'password', device, userAgent: null, ipAddress: addresses[(place + at) % addresses.length] ?? '', location,
    idleTimeoutMs: { value: 60_000 + at, given: true }, absoluteTimeoutMs: { value: 3_600_000 + place * 10, given: true }, maxSessions: { value: 0, given: true },
    actor: { type: 'user', id: userId }, requestId: null,
  }, { mayEnd: false }))),
)).map((signedIn) => {
  if (signedIn.kind !== 'opened') throw new Error(signedIn.kind);
  return signedIn;
});

const lines = (views: readonly unknown[]): readonly string[] => views.map((view) => JSON.stringify(view)).toSorted();

it('is the same in every list, letter by letter, as in the event of its opening', async () => {
  const written = lines(opened.map(({ session }) => session));
  const lists = await Promise.all([
    listOwnSessions(database, { userId, status: 'live', limit: 51, except: null }),
    listOwnSessions(database, { userId, status: 'all', limit: 51, except: null }),
    searchSessions(database, { filter: {}, sort: '-createdAt', idleAfterMs: 60_000, limit: 51 }),
    searchSessions(database, { filter: { userId }, sort: 'lastActiveAt', idleAfterMs: 60_000, limit: 9 }),
  ]);
  for (const list of lists) expect(lines(list.map(({ view }) => view))).toEqual(written);
  expect(lists[2]?.map(({ user }) => user)).toEqual(opened.map(() => ({ id: userId, name: 'Ada “the first” Lovelace', email: 'ada@example.com' })));
});

it.each(['signed-out', 'idle-timeout', 'absolute-timeout', 'bulk'] as const)('is the same as in the event of its end, by %s', async (reason) => {
  const sessionId = opened.pop()?.session.id ?? '';
  const event = await endSession(database, { sessionId, userId }, { reason, by: { type: 'user', id: userId, from: 'Firefox on Ubuntu' }, requestId: null, ipAddress: null, note: null });
  const found = await findSession(database, sessionId, userId);
  expect(JSON.stringify(found?.view)).toBe(JSON.stringify(event?.session));
});
