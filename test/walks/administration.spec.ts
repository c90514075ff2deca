import type { AdminSession, Page, User } from '@curfew/contracts';
import { ask } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { setUpSecret } from '../support/database.js';
import { administrator, password, signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';

const { apis: [api], gateways } = await curfew({}, { workers: 0 });
const root = await administrator(api);
const list = (query: string): Promise<Page<AdminSession>> => root.device.call(`GET /v1/admin/sessions?${query}`);

describe('the set-up link', () => {
  it('makes one administrator, once', async () => {
    expect(root.user.role).toBe('admin');
    const again = await ask(api, 'POST /v1/set-up', { body: { secret: setUpSecret(), email: 'second@example.com', password } });
    expect(again).toMatchObject({ status: 403, body: { code: 'invalid-secret' } });
  });
});

describe('who is no administrator', () => {
  it.each([
    'GET /v1/admin/sessions', 'GET /v1/admin/users', 'GET /v1/admin/sessions/01890a5d-ac96-774b-bcce-b302099a8057', 'DELETE /v1/admin/sessions/01890a5d-ac96-774b-bcce-b302099a8057',
    'DELETE /v1/admin/users/01890a5d-ac96-774b-bcce-b302099a8057/sessions',
  ] as const)('may not: %s', async (what) => {
    const ada = await signedUp(api);
    expect(await ada.device.ask(what)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await ask(api, what)).toMatchObject({ status: 401 });
  });
});

describe('an administrator', () => {
  it('sees everyone\'s sessions with whose they are, and finds them by a beginning of e-mail and by user', async () => {
    const ada = await signedUp(api);
    const phone = await signedIn(ada);

    const found = await list(`q=${encodeURIComponent(ada.email.slice(0, -4))}`);
    const own = await list(`userId=${ada.user.id}&sort=createdAt`);

    expect(new Set(found.items.map(({ id }) => id))).toEqual(new Set([ada.device.session.id, phone.session.id]));
    expect(found.items[0]?.user).toEqual({ id: ada.user.id, email: ada.email, name: 'ada' });
    expect(own.items.map(({ id }) => id)).toEqual([ada.device.session.id, phone.session.id]);
  });

  it.each(['-createdAt', 'createdAt', '-lastActiveAt', 'lastActiveAt'])('has each session exactly once over the pages, by %s', async (sort) => {
    const ada = await signedUp(api);
    for (let i = 0; i < 4; i += 1) await signedIn(ada);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await list(`userId=${ada.user.id}&limit=2&sort=${sort}${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`;
    } while (cursor !== '');
    expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
  });

  it('ends anyone\'s session: its sockets close, the account sees by whom, and it is listed among the ended', async () => {
    const ada = await signedUp(api);
    const phone = await signedIn(ada);
    const sockets = await Promise.all(gateways.map((gateway) => connected(phone, gateway)));

    await root.device.call(`DELETE /v1/admin/sessions/${phone.session.id}?reason=${encodeURIComponent('lost on a train')}`);

    expect(await Promise.all(sockets.map((socket) => socket.ending()))).toEqual(['revoked-by-admin', 'revoked-by-admin']);
    const ended = await list(`userId=${ada.user.id}&status=ended`);
    expect(ended.items).toMatchObject([{ id: phone.session.id, status: 'revoked', endReason: 'revoked-by-admin', endedBy: { type: 'admin', id: root.user.id } }]);
    expect(await root.device.call(`GET /v1/admin/sessions/${phone.session.id}`)).toMatchObject({ id: phone.session.id, status: 'revoked' });
  });

  it('ends all of a user\'s by one act, and the rows say so at once, before history is filled in', async () => {
    const ada = await signedUp(api);
    await Promise.all([signedIn(ada), signedIn(ada)]);

    expect(await root.device.call(`DELETE /v1/admin/users/${ada.user.id}/sessions`)).toMatchObject({ revoked: 3 });

    expect((await list(`userId=${ada.user.id}`)).items).toEqual([]);
    const ended = await list(`userId=${ada.user.id}&status=ended`);
    expect(ended.items.map(({ endReason }) => endReason)).toEqual(['revoked-by-admin', 'revoked-by-admin', 'revoked-by-admin']);
  });

  it('disables a user, who is out at once and cannot come back in, and enables them again', async () => {
    const ada = await signedUp(api);
    const socket = await connected(ada.device, gateways[0]);

    expect(await root.device.call<User>(`PATCH /v1/admin/users/${ada.user.id}`, { disabled: true })).toMatchObject({ disabled: true });
    expect(await socket.ending()).toBe('user-disabled');
    const refused = await ask(api, 'POST /v1/sessions', { body: { email: ada.email, password } });
    expect(refused).toMatchObject({ status: 401, body: { code: 'invalid-credentials' } });

    expect(await root.device.call<User>(`PATCH /v1/admin/users/${ada.user.id}`, { disabled: false })).toMatchObject({ disabled: false });
    expect(await ada.device.admitted()).toBe(401);
    expect(await (await signedIn(ada)).admitted()).toBe(200);
  });

  it('gives and takes the role, which counts at once', async () => {
    const ada = await signedUp(api);
    await root.device.call(`PATCH /v1/admin/users/${ada.user.id}`, { role: 'admin' });
    expect((await ada.device.ask('GET /v1/admin/users')).status).toBe(200);
    await root.device.call(`PATCH /v1/admin/users/${ada.user.id}`, { role: 'user' });
    expect((await ada.device.ask('GET /v1/admin/users')).status).toBe(403);
  });

  it.each([{ role: 'user' }, { disabled: true }])('stays one while there is no other: %j', async (patch) => {
    expect(await root.device.ask(`PATCH /v1/admin/users/${root.user.id}`, { body: patch })).toMatchObject({ status: 409 });
    expect(await root.device.admitted()).toBe(200);
  });

  it('finds users by a beginning of e-mail or name', async () => {
    const ada = await signedUp(api, 'Zebulon');
    const { items } = await root.device.call<Page<User>>('GET /v1/admin/users?q=zebu');
    expect(items.map(({ id }) => id)).toContain(ada.user.id);
    expect(items.every(({ name, email }) => /^zebu/i.test(name ?? '') || /^zebu/i.test(email))).toBe(true);
  });

  it('gets 404 for what is not there', async () => {
    const nowhere = '01890a5d-ac96-774b-bcce-b302099a8057';
    for (const what of [`GET /v1/admin/sessions/${nowhere}`, `DELETE /v1/admin/sessions/${nowhere}`, `DELETE /v1/admin/users/${nowhere}/sessions`] as const) {
      expect({ what, answer: await root.device.ask(what) }).toMatchObject({ what, answer: { status: 404, body: { code: 'not-found' } } });
    }
  });
});
