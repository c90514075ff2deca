import { ask, cookieOf, ok } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { Device } from '../support/device.js';
import { eventually } from '../support/eventually.js';
import { administrator, password, signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';
import { guardKey, guardOf, says } from '../guard/fleet.js';

const { apis: [api, other = api], gateways, database, redis } = await curfew({ CONFIRM_WAIT: '5s' }, { apis: 2 });
const guard = guardOf(api.url, await guardKey(await administrator(api)), { label: 'shop' });
await guard.ready();

const another = 'another horse battery staple';
const change = { currentPassword: password, newPassword: another };

/** The same session with the token that it has now. */
const renewed = (device: Device, token: string | undefined): Device => new Device({ api: device.api, user: device.user, session: device.session, delivery: device.delivery, token: token ?? '' });

it('gives the session that changes its password another token, and once that is answered nobody admits the old one: no api, no gateway, no guard', async () => {
  const ada = await signedUp(api);
  // Everywhere it is in memory.
  expect([await ada.device.admitted(), await ada.device.at(other).admitted(), await says(guard, ada.device.token)]).toEqual([200, 200, 'live']);

  const { receipt, token } = await ada.device.call<{ receipt: { confirmed: boolean }; token?: string }>('PUT /v1/users/me/password', change);

  expect(receipt).toMatchObject({ confirmed: true, consumers: { acknowledged: 6, live: 6 } });
  expect([await ada.device.admitted(), await ada.device.at(other).admitted(), await says(guard, ada.device.token)]).toEqual([401, 401, 'ended']);
  const refusals = await Promise.all(gateways.map((gateway) => refused(ada.device, gateway)));
  expect(refusals).toEqual(gateways.map(() => expect.objectContaining({ data: { status: 401, code: 'unauthenticated' } })));

  const now = renewed(ada.device, token);
  expect([await now.admitted(), await now.at(other).admitted(), await says(guard, now.token)]).toEqual([200, 200, 'live']);
  for (const gateway of gateways) (await connected(now, gateway)).close();
  expect((await now.sessions()).items).toMatchObject([{ id: ada.device.session.id, current: true }]);
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
  expect(await browser.admitted()).toBe(401);
  expect(await renewed(browser, cookie?.value).admitted()).toBe(200);
  // The one that was kept has its own.
  expect(await ada.device.admitted()).toBe(200);
});

it('lets one of two changes at once go through, and then one token is admitted', async () => {
  const ada = await signedUp(api);
  const answers = await Promise.all([api, other].map((door) => ada.device.at(door).ask('PUT /v1/users/me/password', { body: { ...change, newPassword: `${another} ${door.pid}` } })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, expect.any(Number)]);
  const tokens = answers.flatMap(({ body }) => (body as { token?: string }).token ?? []);
  expect(tokens).toHaveLength(1);
  expect([await ada.device.admitted(), await renewed(ada.device, tokens[0]).admitted()]).toEqual([401, 200]);
});

it('ends a session whose replaced token is shown a minute later, at an api or at a guard, and says why', async () => {
  for (const show of [(token: string) => ask(other, 'GET /v1/sessions/current', { headers: { authorization: `Bearer ${token}` } }), (token: string) => guard.check(token)]) {
    const ada = await signedUp(api);
    const { token } = await ada.device.call<{ token?: string }>('PUT /v1/users/me/password', change);
    const now = renewed(ada.device, token);
    // What was under way when it was replaced is no misuse.
    expect(await ada.device.admitted()).toBe(401);
    expect(await now.admitted()).toBe(200);

    await database.query(`update sessions set rotated_at = now() - interval '61 seconds' where id = $1`, [ada.device.session.id]);
    await show(ada.device.token);

    await eventually(async () => (await now.admitted()) === 401);
    const [row] = await database.query<{ readonly reason: string }>('select end_reason as reason from sessions where id = $1', [ada.device.session.id]);
    expect(row?.reason).toBe('token-reuse');
  }
});

it('refuses the old token within one poll while Redis is gone', async () => {
  const ada = await signedUp(api);
  expect(await ada.device.at(other).admitted()).toBe(200);
  await redis.kill();
  try {
    const { receipt } = await ada.device.call<{ receipt: { confirmed: boolean } }>('PUT /v1/users/me/password', change);
    expect(receipt.confirmed).toBe(true);
    expect(await ada.device.at(other).admitted()).toBe(401);
  } finally {
    await redis.start();
  }
});
