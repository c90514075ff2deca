import type { Ended, EndedMany } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';

const { apis, gateways, database } = await curfew({}, { apis: 2 });
const [api, otherApi = api] = apis;

it('closes every socket of a session, on both gateways, when its user logs it out from another device', async () => {
  const ada = await signedUp(api);
  const [laptop, phone] = [ada.device, await signedIn(ada)];
  const sockets = await Promise.all(gateways.map((gateway) => connected(phone, gateway)));

  const { session } = await laptop.logOut(phone);

  expect(session).toMatchObject({ id: phone.session.id, status: 'revoked', endReason: 'revoked-by-user', online: expect.any(Boolean) });
  expect(await Promise.all(sockets.map((socket) => socket.ending()))).toEqual(gateways.map(() => 'revoked-by-user'));
});

it('refuses its requests on every api, its handshakes on every gateway, and lets the others live', async () => {
  const ada = await signedUp(api);
  const [laptop, phone] = [ada.device, await signedIn(ada)];
  expect([await phone.admitted(), await phone.at(otherApi).admitted()]).toEqual([200, 200]);

  await laptop.logOut(phone);

  // The api that did it knows at once; the other hears of it before a request that follows can have been sent by a person.
  expect(await phone.admitted()).toBe(401);
  for (const gateway of gateways) expect(await refused(phone, gateway)).toMatchObject({ data: { status: 401, code: 'unauthenticated' } });
  expect([await laptop.admitted(), await laptop.at(otherApi).admitted()]).toEqual([200, 200]);
});

it('is heard of by the account\'s other sockets', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const watching = await connected(ada.device, gateways.at(-1) ?? gateways[0]);

  await ada.device.logOut(phone);

  expect(await watching.heard('session-revoked')).toMatchObject({ sessionId: phone.session.id, reason: 'revoked-by-user', actor: { type: 'user', id: ada.user.id } });
});

it('answers the same session and position the second time, with no second event', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);

  const first = await ada.device.logOut(phone);
  const second = await ada.device.logOut(phone);

  expect(second.session).toEqual({ ...first.session, online: expect.any(Boolean), connections: expect.any(Number) });
  expect(second.receipt.position).toBe(first.receipt.position);
  expect(await eventsOf(phone.session.id)).toEqual(['session-created', 'session-revoked']);
});

it('has one winner when both apis are asked at the same time', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);

  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => ada.device.at(index % 2 === 0 ? api : otherApi).logOut(phone)));

  expect(new Set(answers.map(({ receipt }) => receipt.position)).size).toBe(1);
  expect(await eventsOf(phone.session.id)).toEqual(['session-created', 'session-revoked']);
});

it('signs out the device that ends itself, by its id and by current, and clears its cookie', async () => {
  const ada = await signedUp(api);
  const [browser, other] = [await signedIn(ada, 'cookie'), await signedIn(ada)];

  const answer = await browser.ask('DELETE /v1/sessions/current');
  expect((answer.body as Ended).session).toMatchObject({ status: 'signed-out', endReason: 'signed-out' });
  expect(answer.headers['set-cookie']).toEqual([expect.stringMatching(/^curfew=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/i)]);
  expect(answer.headers['clear-site-data']).toBe('"cache", "storage"');
  expect(await browser.admitted()).toBe(401);

  expect((await other.logOut()).session).toMatchObject({ status: 'signed-out', endReason: 'signed-out' });
  expect(await other.admitted()).toBe(401);
});

it('answers for someone else\'s session as for one that does not exist', async () => {
  const [ada, bob] = await Promise.all([signedUp(api, 'ada'), signedUp(api, 'bob')]);
  const nowhere = '01890a5d-ac96-774b-bcce-b302099a8057';

  const [theirs, none] = await Promise.all([bob.device.session.id, nowhere].map((id) => ada.device.ask(`DELETE /v1/sessions/${id}`)));

  expect(theirs).toMatchObject({ status: 404, body: { code: 'not-found' } });
  expect({ ...(theirs?.body as object), requestId: '' }).toEqual({ ...(none?.body as object), requestId: '' });
  expect(await bob.device.admitted()).toBe(200);
});

it('logs out all others as one act: one event, every socket but the spared one\'s closed', async () => {
  const ada = await signedUp(api);
  const others = await Promise.all([signedIn(ada), signedIn(ada), signedIn(ada)]);
  const spared = await connected(ada.device, gateways[0]);
  const sockets = await Promise.all(others.flatMap((device) => gateways.map((gateway) => connected(device, gateway))));

  const { revoked } = await ada.device.logOutOthers();

  expect(revoked).toBe(3);
  expect(new Set(await Promise.all(sockets.map((socket) => socket.ending())))).toEqual(new Set(['revoked-by-user']));
  expect(await spared.heard('sessions-revoked')).toMatchObject({ userId: ada.user.id, sessionId: null, session: null, sparedSessionId: ada.device.session.id, reason: 'revoked-by-user' });
  expect(await Promise.all(others.map((device) => device.admitted()))).toEqual([401, 401, 401]);
  expect([await ada.device.admitted(), spared.socket.connected]).toEqual([200, true]);
  expect(await eventsOf(null, ada.user.id)).toEqual(['sessions-revoked']);
});

it('writes one such event also when there was no other', async () => {
  const ada = await signedUp(api);
  expect(await ada.device.logOutOthers()).toMatchObject({ revoked: 0, receipt: { position: expect.any(String) } });
  expect(await ada.device.logOutOthers()).toMatchObject({ revoked: 0 });
  expect(await eventsOf(null, ada.user.id)).toEqual(['sessions-revoked', 'sessions-revoked']);
  expect(await ada.device.admitted()).toBe(200);
});

it('logs out everything, the asking device too', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const sockets = await Promise.all([ada.device, phone].map((device) => connected(device, gateways[0])));

  expect(await ada.device.call<EndedMany>('DELETE /v1/sessions')).toMatchObject({ revoked: 2 });

  expect(await Promise.all(sockets.map((socket) => socket.ending()))).toEqual(['revoked-by-user', 'revoked-by-user']);
  expect([await ada.device.admitted(), await phone.admitted()]).toEqual([401, 401]);
  expect(await (await signedIn(ada)).admitted()).toBe(200);
});

async function eventsOf(sessionId: string | null, userId?: string): Promise<readonly string[]> {
  const rows = await database.query<{ type: string }>(
    `select type from session_events where type <> 'revocation-confirmed' and ($1::uuid is null and session_id is null and user_id = $2 and type like 'session%' or session_id = $1) order by xid, number`,
    [sessionId, userId ?? null],
  );
  return rows.map(({ type }) => type);
}
