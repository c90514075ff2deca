import type { EndReason, Event } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import type { Device } from '../support/device.js';
import { administrator, password, signedIn, signedUp, type Person } from '../support/people.js';
import { connected, refused } from '../support/socket.js';

// Every way to end a session leads through one door: whichever is taken, the event is in the log, the sockets are closed with the reason, and nothing is let in.
const { apis: [api], gateways, database, start } = await curfew();
const strict = await start('api', { MAX_SESSIONS_PER_USER: '2' });
const root = await administrator(api);

interface Way {
  readonly way: string;
  readonly event: Event['type'];
  readonly reason: EndReason;
  /** Ends `phone`, a device of `ada`. */
  readonly end: (ada: Person, phone: Device) => Promise<unknown>;
}

const ways: readonly Way[] = [
  { way: 'from another device', event: 'session-revoked', reason: 'revoked-by-user', end: (ada, phone) => ada.device.logOut(phone) },
  { way: 'by itself, by its id', event: 'session-revoked', reason: 'signed-out', end: (_, phone) => phone.logOut() },
  { way: 'by itself, as current', event: 'session-revoked', reason: 'signed-out', end: (_, phone) => phone.call('DELETE /v1/sessions/current') },
  { way: 'with all others', event: 'sessions-revoked', reason: 'revoked-by-user', end: (ada) => ada.device.logOutOthers() },
  { way: 'with all of the account', event: 'sessions-revoked', reason: 'revoked-by-user', end: (ada) => ada.device.call('DELETE /v1/sessions') },
  { way: 'by an administrator', event: 'session-revoked', reason: 'revoked-by-admin', end: (_, phone) => root.device.call(`DELETE /v1/admin/sessions/${phone.session.id}`) },
  { way: 'by an administrator, with all of the user', event: 'sessions-revoked', reason: 'revoked-by-admin', end: (ada) => root.device.call(`DELETE /v1/admin/users/${ada.user.id}/sessions`) },
  { way: 'as the user is disabled', event: 'sessions-revoked', reason: 'user-disabled', end: (ada) => root.device.call(`PATCH /v1/admin/users/${ada.user.id}`, { disabled: true }) },
  { way: 'as the password is changed', event: 'sessions-revoked', reason: 'password-changed', end: (ada) => ada.device.call('PUT /v1/users/me/password', { currentPassword: password, newPassword: `${password} 2` }) },
];

it.each(ways)('ends a session $way: $event, $reason', async ({ event, reason, end }) => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const sockets = await Promise.all(gateways.map((gateway) => connected(phone, gateway)));
  const started = await position();

  await end(ada, phone);

  expect(await Promise.all(sockets.map((socket) => socket.ending()))).toEqual([reason, reason]);
  expect(await phone.admitted()).toBe(401);
  for (const gateway of gateways) expect((await refused(phone, gateway)).data).toMatchObject({ status: 401 });
  expect(await ends(ada, started)).toEqual([{ type: event, reason }]);
});

it('ends the oldest when the account has as many as it may, by the same door', async () => {
  const ada = await signedUp(strict);
  const socket = await connected(ada.device, gateways[0]);
  await signedIn(ada);

  const third = await signedIn(ada);

  expect(await socket.ending()).toBe('limit-reached');
  expect([await ada.device.admitted(), await third.admitted()]).toEqual([401, 200]);
  expect((await third.sessions()).items).toHaveLength(2);
});

async function position(): Promise<string> {
  const [row] = await database.query<{ last: string }>('select coalesce(max(number), 0)::text as last from session_events');
  return row?.last ?? '0';
}

function ends(ada: Person, after: string): Promise<readonly object[]> {
  return database.query<object>(
    `select type, reason from session_events where user_id = $1 and number > $2 and type in ('session-revoked', 'session-expired', 'sessions-revoked') order by xid, number`,
    [ada.user.id, after],
  );
}
