import { ask, cookieOf, ok } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { Device } from '../support/device.js';
import { eventually } from '../support/eventually.js';
import { administrator, password, signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';
import { guardKey, guardOf, says } from '../guard/fleet.js';

const { apis: [api, other = api], gateways, database } = await curfew({ CONFIRM_WAIT: '5s' }, { apis: 2 });
const guard = guardOf(api.url, await guardKey(await administrator(api)), { label: 'shop' });
await guard.ready();

const another = 'another horse battery staple';
const change = { currentPassword: password, newPassword: another };

/** The same session with the token that it has now. */
const renewed = (device: Device, token: string | undefined): Device => new Device({ api: device.api, user: device.user, session: device.session, delivery: device.delivery, token: token ?? '' });

it('gives the session that changes its password another token; the one before is good for a minute at every api, gateway and guard, and not after the end', async () => {
  const ada = await signedUp(api);
  expect([await ada.device.admitted(), await ada.device.at(other).admitted(), await says(guard, ada.device.token)]).toEqual([200, 200, 'live']);

  const { token } = await ada.device.call<{ token?: string }>('PUT /v1/users/me/password', change);

  const now = renewed(ada.device, token);
  expect(now.token).not.toBe(ada.device.token);
  for (const device of [now, ada.device, now]) {
    expect([await device.admitted(), await device.at(other).admitted(), await says(guard, device.token)]).toEqual([200, 200, 'live']);
    for (const gateway of gateways) (await connected(device, gateway)).close();
    expect((await device.sessions()).items).toMatchObject([{ id: ada.device.session.id, current: true }]);
  }
  await now.logOut();
  for (const device of [now, ada.device]) {
    expect([await device.admitted(), await device.at(other).admitted(), await says(guard, device.token)]).toEqual([401, 401, 'ended']);
    const refusals = await Promise.all(gateways.map((gateway) => refused(device, gateway)));
    expect(refusals).toEqual(gateways.map(() => expect.objectContaining({ data: { status: 401, code: 'unauthenticated' } })));
  }
});

it('holds the old token in no memory for longer than its minute, while its sockets stay', async () => {
  const ada = await signedUp(api);
  const { token } = await ada.device.call<{ token?: string }>('PUT /v1/users/me/password', change);
  const now = renewed(ada.device, token);
  // Two seconds of its minute are left, for whoever reads the session from here on.
  await database.query(`update sessions set rotated_at = now() - interval '58 seconds' where id = $1`, [ada.device.session.id]);
  const doors = [ada.device.at(other), ada.device];
  expect(await Promise.all(doors.map((door) => door.admitted()))).toEqual([200, 200]);
  expect(await says(guard, ada.device.token)).toBe('live');
  const socket = await connected(ada.device, gateways[0]);

  // Those who show it afterwards end the session: nobody does before it is over.
  await eventually(async () => {
    const [row] = await database.query<{ readonly over: boolean }>(`select rotated_at < now() - interval '60.1 seconds' as over from sessions where id = $1`, [ada.device.session.id]);
    return row?.over === true;
  });
  expect(await now.admitted()).toBe(200);
  // It passes nothing until its session is read again, a moment after the minute.
  await eventually(async () => {
    await signedIn({ ...ada, password: another }, 'token', other);
    return socket.messages.some(({ name }) => name === 'session-created');
  });
  expect(await ada.device.admitted()).toBe(401);
  expect(await socket.ending()).toBe('token-reuse');
  expect([await ada.device.at(other).admitted(), await says(guard, ada.device.token), await now.admitted()]).toEqual([401, 'ended', 401]);
});

it('keeps the sockets of the session that changed its password, on gateways and in guarded servers: they still hear, and end with it', async () => {
  const ada = await signedUp(api);
  const sockets = await Promise.all(gateways.map((gateway) => connected(ada.device, gateway)));
  const attached = await guard.attach(ada.device.token, () => undefined);
  if (!attached.active) throw new Error('not let in');

  const { token } = await ada.device.call<{ token?: string }>('PUT /v1/users/me/password', change);

  const now = renewed(ada.device, token);
  expect(attached.passes()).toBe(true);
  const phone = await signedIn({ ...ada, password: another }, 'token', other);
  await Promise.all(sockets.map((socket) => socket.heard('session-created', ({ sessionId }) => sessionId === phone.session.id)));
  expect(attached.passes()).toBe(true);
  await now.logOut();
  expect(await Promise.all(sockets.map((socket) => socket.ending()))).toEqual(['signed-out', 'signed-out']);
  expect(attached.passes()).toBe(false);
});

it('sets the new token as the cookie of who asked by cookie, until the same deadline, and answers none', async () => {
  const ada = await signedUp(api);
  const browser = await signedIn(ada, 'cookie');

  const answer = await browser.ask('PUT /v1/users/me/password', { body: { ...change, keepOtherSessions: true } });

  expect(ok<{ token?: string }>(answer).token).toBeUndefined();
  const cookie = cookieOf(answer);
  expect(cookie?.value).not.toBe(browser.token);
  expect(await renewed(browser, cookie?.value).admitted()).toBe(200);
  // The one that was kept has its own.
  expect(await ada.device.admitted()).toBe(200);
});

it('lets one of two changes at once go through; who makes another one with the token before is given a third', async () => {
  const ada = await signedUp(api);
  const tries = await Promise.all([api, other].map(async (door) => {
    const newPassword = `${another} ${door.pid}`;
    return { newPassword, answer: await ada.device.at(door).ask('PUT /v1/users/me/password', { body: { ...change, newPassword } }) };
  }));
  const [through, ...more] = tries.filter(({ answer }) => answer.status === 200);
  if (through === undefined) throw new Error('neither went through');
  expect(more).toEqual([]);
  const second = renewed(ada.device, ok<{ token?: string }>(through.answer).token);

  const again = await ada.device.call<{ token?: string }>('PUT /v1/users/me/password', { currentPassword: through.newPassword, newPassword: password });

  const third = renewed(ada.device, again.token);
  expect([await ada.device.admitted(), await second.admitted(), await third.admitted()]).toEqual([200, 401, 200]);
});

it('ends a session whose replaced token is shown a minute later, at an api or at a guard, and says why', async () => {
  for (const show of [(token: string) => ask(other, 'GET /v1/sessions/current', { headers: { authorization: `Bearer ${token}` } }), (token: string) => guard.check(token)]) {
    const ada = await signedUp(api);
    const { token } = await ada.device.call<{ token?: string }>('PUT /v1/users/me/password', change);
    const now = renewed(ada.device, token);
    // What was under way when it was replaced is no misuse.
    expect(await ada.device.admitted()).toBe(200);
    expect(await now.admitted()).toBe(200);

    await database.query(`update sessions set rotated_at = now() - interval '61 seconds' where id = $1`, [ada.device.session.id]);
    await show(ada.device.token);

    await eventually(async () => (await now.admitted()) === 401);
    const [row] = await database.query<{ readonly reason: string }>('select end_reason as reason from sessions where id = $1', [ada.device.session.id]);
    expect(row?.reason).toBe('token-reuse');
  }
});
