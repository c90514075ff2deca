import type { Event, Page, Session } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';

const { apis: [api], gateways } = await curfew();

it('tells every socket of the account when a device signs in, on both gateways', async () => {
  const ada = await signedUp(api);
  const sockets = await Promise.all(gateways.map((gateway) => connected(ada.device, gateway)));

  const phone = await signedIn(ada);

  const events = await Promise.all(sockets.map((socket) => socket.heard('session-created', ({ sessionId }) => sessionId === phone.session.id)));
  for (const event of events) {
    expect(event).toMatchObject({ userId: ada.user.id, actor: { type: 'user', id: ada.user.id }, session: { id: phone.session.id, status: 'active' } });
  }
});

it('tells nobody else', async () => {
  const [ada, bob] = await Promise.all([signedUp(api, 'ada'), signedUp(api, 'bob')]);
  const ofBob = await connected(bob.device, gateways[0]);
  const ofAda = await connected(ada.device, gateways[0]);

  const phone = await signedIn(ada);
  await ofAda.heard('session-created', ({ sessionId }) => sessionId === phone.session.id);
  const own = await signedIn(bob);
  await ofBob.heard('session-created', ({ sessionId }) => sessionId === own.session.id);

  const heard = ofBob.messages.filter(({ name }) => name !== 'presence').map(({ body }) => (body as Event).userId);
  expect(new Set(heard)).toEqual(new Set([bob.user.id]));
});

it('lists the devices of the account, the asking one first and marked, each with what it is and where it came from', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);

  const { items, nextCursor } = await phone.sessions();

  expect(nextCursor).toBeNull();
  expect(items.map(({ id, current }) => ({ id, current }))).toEqual([
    { id: phone.session.id, current: true },
    { id: ada.device.session.id, current: false },
  ]);
  expect(items[0]).toMatchObject({
    status: 'active', ipAddress: '127.0.0.1', method: 'password', endedAt: null, endReason: null, endedBy: null,
    device: { name: 'Firefox on Ubuntu', os: expect.any(String), browser: expect.any(String), label: null },
  });
});

it('shows a device as online while a socket of it is open on any gateway, and says so to the others', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const watching = await connected(ada.device, gateways[0]);

  const sockets = await Promise.all(gateways.map((gateway) => connected(phone, gateway)));
  expect(await eventually(() => online(phone.session.id, 2))).toMatchObject({ online: true, connections: 2 });
  await eventually(() => presence(phone.session.id, true));

  sockets.forEach((socket) => socket.close());
  expect(await eventually(() => online(phone.session.id, 0))).toMatchObject({ online: false, connections: 0 });
  await eventually(() => presence(phone.session.id, false));

  async function online(id: string, connections: number): Promise<Session | undefined> {
    const { items } = await ada.device.sessions();
    return items.find((item) => item.id === id && item.connections === connections);
  }
  function presence(sessionId: string, isOnline: boolean): boolean {
    const news = watching.messages.filter(({ name }) => name === 'presence').flatMap(({ body }) => body as { sessionId: string; online: boolean }[]);
    return news.some((each) => each.sessionId === sessionId && each.online === isOnline);
  }
});

it('keeps what its user calls a device, and tells the others', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const watching = await connected(ada.device, gateways.at(-1) ?? gateways[0]);

  const changed = await ada.device.call<Session>(`PATCH /v1/sessions/${phone.session.id}`, { label: 'Kitchen tablet', type: 'tablet' });

  expect(changed.device).toMatchObject({ label: 'Kitchen tablet', type: 'tablet' });
  const event = await watching.heard('session-updated', ({ sessionId }) => sessionId === phone.session.id);
  expect(event.session?.device).toMatchObject({ label: 'Kitchen tablet', type: 'tablet' });
});

it('shows the account what has happened on it, newest first', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  await ada.device.logOut(phone);

  const { items } = await ada.device.call<Page<Event>>('GET /v1/activity');

  expect(items.map(({ type }) => type)).toEqual(['session-revoked', 'session-created', 'session-created', 'user-created']);
  expect(items.every(({ userId }) => userId === ada.user.id)).toBe(true);
});
