import { randomBytes } from 'node:crypto';
import type { AuditEvent, Consumer } from '@curfew/contracts';
import type { EndedNotice } from '@curfew/guard';
import { ask } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp } from '../support/people.js';
import { guardKey, guardOf, says } from './fleet.js';

const { apis: [api, other = api], database } = await curfew({ LEASE: '10s', POLL_INTERVAL: '1s', CONFIRM_WAIT: '5s' }, { apis: 2, gateways: 1, workers: 0 });
const root = await administrator(api);
const key = await guardKey(root);
const guard = guardOf(api.url, key, { label: 'shop' });
await guard.ready();

it('admits a session on first sight by one question, from then on by none, and refuses it as soon as its end is answered', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const before = guard.status().counts;

  const together = await Promise.all(Array.from({ length: 50 }, () => guard.check(phone.token)));
  for (let times = 0; times < 50; times += 1) together.push(await guard.check(phone.token));

  expect(new Set(together.map((checked) => JSON.stringify(checked)))).toEqual(
    new Set([JSON.stringify({ active: true, sessionId: phone.session.id, userId: ada.user.id, externalId: null, role: 'user' })]),
  );
  expect(guard.status().counts.introspections - before.introspections).toBe(1);

  const { receipt } = await ada.device.logOut(phone);

  // Confirmed, with the guard among those that know: no waiting, no poll.
  expect(receipt).toMatchObject({ confirmed: true, consumers: { acknowledged: 4, live: 4 } });
  expect(await says(guard, phone.token)).toBe('ended');
  expect(await says(guard, ada.device.token)).toBe('live');
});

it('closes a connection when its session ends, says why, and counts it in the receipt', async () => {
  const ada = await signedUp(api);
  const [phone, tablet] = await Promise.all([signedIn(ada), signedIn(ada)]);
  const partings: unknown[] = [];
  const [first, second, spared] = await Promise.all([
    guard.attach(phone.token, (parting) => partings.push(parting)),
    guard.attach(tablet.token, (parting) => partings.push(parting)),
    guard.attach(ada.device.token, (parting) => partings.push(parting)),
  ]);
  if (!first.active || !second.active || !spared.active) throw new Error('not let in');
  expect([first.passes(), second.passes()]).toEqual([true, true]);

  const { receipt } = await ada.device.logOutOthers();

  expect(receipt).toMatchObject({ confirmed: true, socketsClosed: 2 });
  expect(partings).toEqual([1, 2].map(() => ({ cause: 'ended', reason: 'revoked-by-user', retryAfterMs: null })));
  expect([first.passes(), second.passes(), spared.passes()]).toEqual([false, false, true]);
  expect(await guard.attach(phone.token, () => undefined)).toEqual({ active: false, reason: 'ended' });
  for (const attached of [first, second, spared]) attached.detach();
});

it('tells once of each end, of one session and of many', async () => {
  const ada = await signedUp(api);
  const notices: EndedNotice[] = [];
  const stop = guard.on('ended', (notice) => notices.push(notice));

  await ada.device.logOut(await signedIn(ada));
  await ada.device.logOutOthers();
  await eventually(() => notices.length === 2);
  stop();

  expect(notices).toEqual([
    expect.objectContaining({ type: 'session-revoked', userId: ada.user.id, reason: 'revoked-by-user' }),
    expect.objectContaining({ type: 'sessions-revoked', userId: ada.user.id, sessionId: null, sparedSessionId: ada.device.session.id }),
  ]);
});

it('knows a session that was ended before the guard was made, or ended through another api', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  expect(await says(guard, phone.token)).toBe('live');
  await ada.device.at(other).logOut(phone);
  expect(await says(guard, phone.token)).toBe('ended');

  const late = guardOf(other.url, key);
  expect(await says(late, phone.token)).toBe('unknown');
  expect(await says(late, ada.device.token)).toBe('live');
  await late.close();
});

it.each([
  ['nothing', undefined],
  ['null', null],
  ['a number', 7],
  ['an object that throws', { toString: () => { throw new Error('no'); } }],
  ['an empty text', ''],
  ['half a character', '\ud800'],
  ['control characters', 'a\r\nb\0'],
  ['a megabyte', 'x'.repeat(1024 * 1024)],
  ['three empty parts', '..'],
  ['a path', '../../etc/passwd'],
  ['the prototype', '__proto__'],
])('refuses %s without a question, and never throws', async (_, token) => {
  const { introspections } = guard.status().counts;
  expect(await guard.check(token)).toEqual({ active: false, reason: 'unknown' });
  expect(await guard.attach(token, () => undefined)).toEqual({ active: false, reason: 'unknown' });
  expect(guard.status().counts.introspections).toBe(introspections);
});

it('asks once about a token that nobody has, and not again', async () => {
  const token = randomBytes(32).toString('base64url');
  const { introspections } = guard.status().counts;
  for (let times = 0; times < 20; times += 1) expect(await says(guard, token)).toBe('unknown');
  expect(guard.status().counts.introspections - introspections).toBe(1);
});

it('keeps whoever uses the guarded app from being idle in Curfew', async () => {
  const ada = await signedUp(api);
  await database.query(`update sessions set last_active_at = now() - interval '1 hour' where id = $1`, [ada.device.session.id]);
  const own = guardOf(api.url, key);
  expect(await says(own, ada.device.token)).toBe('live');

  await own.close();

  const [row] = await eventually(async () => {
    const rows = await database.query<{ fresh: boolean }>(`select last_active_at > now() - interval '1 minute' as fresh from sessions where id = $1`, [ada.device.session.id]);
    return rows[0]?.fresh && rows;
  }, 60_000);
  expect(row?.fresh).toBe(true);
});

it('leaves when it is closed: everyone is stale, no receipt waits for it, and its sockets are asked to come back', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const own = guardOf(api.url, key);
  const partings: unknown[] = [];
  const attached = await own.attach(ada.device.token, (parting) => partings.push(parting));
  if (!attached.active) throw new Error('not let in');
  const { consumer } = own.status();
  expect(await consumerIds()).toContain(consumer);

  await own.close();

  expect([await says(own, ada.device.token), attached.passes()]).toEqual(['stale', false]);
  expect(partings).toEqual([{ cause: 'going-away', reason: null, retryAfterMs: expect.any(Number) }]);
  expect(await consumerIds()).not.toContain(consumer);
  expect((await ada.device.logOut(phone)).receipt).toMatchObject({ confirmed: true, consumers: { acknowledged: 4, live: 4 } });
});

it('says at once that its key is refused, and admits nobody with it', async () => {
  for (const wrong of [await guardKey(root, ['sessions:read']), 'curfew_none_none']) {
    const own = guardOf(api.url, wrong);
    await expect(own.ready()).rejects.toMatchObject({ name: 'AnswerError' });
    expect(await says(own, root.device.token)).toBe('stale');
  }
});

it('admits nobody any more once its key is ended, also where stale is allowed, and parts with who is connected', async () => {
  const ada = await signedUp(api);
  const { apiKey, secret } = await root.device.call<{ readonly apiKey: { readonly id: string }; readonly secret: string }>('POST /v1/admin/api-keys', { name: 'ends', scopes: ['feed', 'introspect'] });
  const own = guardOf(api.url, secret, { onStale: 'allow' });
  const partings: unknown[] = [];
  const attached = await own.attach(ada.device.token, (parting) => partings.push(parting));
  if (!attached.active) throw new Error('not let in');
  const { polls } = own.status().counts;
  await eventually(() => own.status().counts.polls > polls + 1, 60_000);

  expect((await root.device.ask(`DELETE /v1/admin/api-keys/${apiKey.id}`)).status).toBe(204);

  await eventually(async () => (await says(own, ada.device.token)) === 'stale', 60_000);
  expect([attached.passes(), partings]).toEqual([false, [expect.objectContaining({ cause: 'going-away' })]]);
  // Nobody can acknowledge for it any more, and one that allows when stale is waited for until it has.
  await database.query('delete from consumers where allows_when_stale');
});

it('is waited for when it may admit without a lease, until an administrator, and nobody else, says that it is gone: not while it is heard of', async () => {
  const ada = await signedUp(api);
  const own = guardOf(api.url, await guardKey(root), { onStale: 'allow', leaseMs: 2_000, label: 'old shop' });
  await own.ready();
  const { consumer } = own.status();
  const remove = async (which: string | null, by = root.device) => (await by.ask(`DELETE /v1/admin/consumers/${which}`)).status;
  const end = async () => (await ada.device.logOut(await signedIn(ada))).receipt;
  const ours = (await everyConsumer()).find(({ kind }) => kind === 'gateway');
  const { items: keys } = await root.device.call<{ readonly items: readonly { readonly id: string }[] }>('GET /v1/admin/api-keys');
  expect([await remove(consumer), await remove(ours?.id ?? null), await remove(ada.user.id)]).toEqual([409, 409, 404]);

  // Without its key it cannot take itself out.
  await root.device.ask(`DELETE /v1/admin/api-keys/${keys[0]?.id}`);
  await own.close();
  await eventually(async () => (await everyConsumer()).some(({ id, lagMs }) => id === consumer && lagMs > 2_000), 30_000);

  expect(await end()).toMatchObject({ confirmed: false, consumers: { acknowledged: 4, live: 5 } });
  expect([await remove(consumer, ada.device), await remove(consumer), await remove(consumer)]).toEqual([403, 204, 404]);
  expect(await end()).toMatchObject({ confirmed: true, consumers: { acknowledged: 4, live: 4 } });
  const { items } = await root.device.call<{ readonly items: readonly AuditEvent[] }>('GET /v1/admin/events?type=consumer-removed');
  expect(items).toEqual([expect.objectContaining({ actor: { type: 'admin', id: root.user.id }, note: JSON.stringify({ id: consumer, kind: 'guard', label: 'old shop' }) })]);
});

it('is a consumer that administrators see, with its name', async () => {
  expect((await everyConsumer()).find(({ id }) => id === guard.status().consumer)).toMatchObject({ label: 'shop', leaseMs: 10_000 });
  expect((await ask(api, 'GET /v1/feed')).status).toBe(401);
});

async function everyConsumer(): Promise<readonly Consumer[]> {
  return (await root.device.call<{ readonly items: readonly Consumer[] }>('GET /v1/admin/consumers')).items;
}

async function consumerIds(): Promise<readonly string[]> {
  return (await everyConsumer()).map(({ id }) => id);
}
