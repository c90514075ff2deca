import type { AdminUser, AuditEvent, Invited, Page, SignedIn, User } from '@curfew/contracts';
import { ask, cookieOf, ok } from '../support/ask.js';
import { curfew, newEmail } from '../support/curfew.js';
import { administrator, password, signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';

const { apis: [api, second], gateways: [gateway], database } = await curfew({ SIGN_UP: 'open' }, { apis: 2, gateways: 1, workers: 0 });
const root = await administrator(api);

describe('someone who is invited', () => {
  it('chooses a password by a link that works once, and is signed in', async () => {
    const email = newEmail('grace');
    const { user, invitationUrl } = await root.device.call<Invited>('POST /v1/admin/users', { email: email.toUpperCase(), name: 'Grace', role: 'admin' });
    const secret = secretOf(invitationUrl);

    expect(user).toMatchObject({ email, name: 'Grace', role: 'admin', disabled: false });
    expect(invitationUrl).toBe(`${api.origin}/invitation#${secret}`);
    expect(await ask(api, 'POST /v1/sessions', { body: { email, password } })).toMatchObject({ status: 401, body: { code: 'invalid-credentials' } });
    const accepted = await ask(api, 'POST /v1/invitations/accept', { body: { secret, password, name: 'Grace H.' } });
    expect(accepted).toMatchObject({ status: 201, body: { user: { id: user.id, name: 'Grace H.', role: 'admin' }, session: { userId: user.id, current: true } } });
    expect(cookieOf(accepted)?.value).toMatch(/^[\w-]{43}$/u);
    expect(ok<SignedIn>(await ask(api, 'POST /v1/sessions', { body: { email, password, delivery: 'token' } })).user.id).toBe(user.id);
    expect(await ask(api, 'POST /v1/invitations/accept', { body: { secret, password } })).toMatchObject({ status: 403, body: { code: 'invalid-secret' } });
    const events = await root.device.call<Page<AuditEvent>>(`GET /v1/admin/events?userId=${user.id}`);
    expect(events.items.map(({ type }) => type).filter((type) => type !== 'sign-in-failed').toReversed().slice(0, 4)).toEqual(['user-created', 'invitation-made', 'invitation-accepted', 'session-created']);
    expect(events.items.at(-1)).toMatchObject({ actor: { type: 'admin', id: root.user.id }, reason: 'invited' });
  });

  it('is one who accepts, however many use the link at once', async () => {
    const { user, invitationUrl } = await root.device.call<Invited>('POST /v1/admin/users', { email: newEmail() });
    const body = { secret: secretOf(invitationUrl), password, delivery: 'token' };
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => ask(index % 2 ? api : second ?? api, 'POST /v1/invitations/accept', { body })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array<number>(7).fill(403)]);
    expect(answers.find(({ status }) => status === 201)?.body).toMatchObject({ user: { id: user.id } });
  });

  it('gets a new link while there is no password, and the old one works no more', async () => {
    const { user, invitationUrl } = await root.device.call<Invited>('POST /v1/admin/users', { email: newEmail() });
    expect(await root.device.call<AdminUser>(`GET /v1/admin/users/${user.id}`)).toEqual({ ...user, invited: true });
    const again = await root.device.call<Invited>(`POST /v1/admin/users/${user.id}/invitation`);
    const accept = (url: string) => ask(api, 'POST /v1/invitations/accept', { body: { secret: secretOf(url), password, delivery: 'token' } });
    expect((await accept(invitationUrl)).status).toBe(403);
    expect((await accept(again.invitationUrl)).status).toBe(201);
    expect(await root.device.call(`GET /v1/admin/users/${user.id}`)).not.toHaveProperty('invited');
    expect((await root.device.ask(`POST /v1/admin/users/${user.id}/invitation`)).status).toBe(409);
  });

  it.each([
    ['after 72 hours', `update invitations set expires_at = now() where user_id = $1`],
    ['while disabled', `update users set disabled_at = now() where id = $1`],
  ])('cannot accept %s', async (_, statement) => {
    const { user, invitationUrl } = await root.device.call<Invited>('POST /v1/admin/users', { email: newEmail() });
    await database.query(statement, [user.id]);
    const answer = await ask(api, 'POST /v1/invitations/accept', { body: { secret: secretOf(invitationUrl), password } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'invalid-secret' } });
  });

  it('is told what is wrong: a taken address, a short password, and no link at all', async () => {
    expect(await root.device.ask('POST /v1/admin/users', { body: { email: root.email } })).toMatchObject({ status: 409, body: { code: 'email-taken' } });
    const short = await ask(api, 'POST /v1/invitations/accept', { body: { secret: 'x', password: 'short' } });
    expect(short).toMatchObject({ status: 400, body: { errors: [{ path: 'password' }] } });
    expect(await ask(api, 'POST /v1/invitations/accept', { body: { secret: 'x', password } })).toMatchObject({ status: 403, body: { code: 'invalid-secret' } });
    const [row] = await database.query<{ text: string }>(`select string_agg(encode(secret_hash, 'escape'), ' ') as text from invitations`);
    expect(row?.text.length).toBeGreaterThan(0);
  });
});

describe('the people', () => {
  it('are listed newest first, each once, and found by a beginning of address or name', async () => {
    const made = [];
    for (let index = 0; index < 5; index += 1) made.push(await root.device.call<Invited>('POST /v1/admin/users', { email: newEmail('lister'), name: `Lister% ${index}` }));
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await root.device.call<Page<User>>(`GET /v1/admin/users?q=${encodeURIComponent('LISTER%')}&limit=2${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(made.toReversed().map(({ user }) => user.id));
    expect(await root.device.call(`GET /v1/admin/users/${made[0]?.user.id}`)).toEqual(made[0]?.user);
  });

  it('lose all sessions as they are disabled, in the same act, and come back as they are enabled', async () => {
    const ada = await signedUp(api);
    const phone = await signedIn(ada);
    const socket = await connected(phone, gateway);
    const other = second ?? api;
    expect(await phone.at(other).admitted()).toBe(200);

    expect(await root.device.call(`PATCH /v1/admin/users/${ada.user.id}`, { disabled: true })).toMatchObject({ disabled: true });

    expect(await socket.ending()).toBe('user-disabled');
    expect([await phone.admitted(), await ada.device.admitted()]).toEqual([401, 401]);
    const [ends] = await database.query<{ apart: number }>(
      `select count(distinct xid::text)::int as apart from session_events where user_id = $1 and type in ('user-disabled', 'sessions-revoked')`, [ada.user.id]);
    expect(ends?.apart).toBe(1);
    await root.device.call(`PATCH /v1/admin/users/${ada.user.id}`, { disabled: false });
    expect(await phone.admitted()).toBe(401);
    expect(await (await signedIn(ada)).admitted()).toBe(200);
  });

  it('always have one enabled administrator, whoever demotes and disables whom at the same time', async () => {
    const rest = await Promise.all(Array.from({ length: 9 }, () => signedUp(api)));
    for (const { user } of rest) await root.device.call(`PATCH /v1/admin/users/${user.id}`, { role: 'admin' });
    await database.query(`update users set role = 'user' where role = 'admin' and not id = any($1)`, [[root, ...rest].map(({ user }) => user.id)]);
    const all = [root, ...rest];

    const tries = Array.from({ length: 20 }, (_, index) => {
      const [asker, other] = [all[index % 10], all[(index + 1) % 10]];
      return asker?.device.at(index % 2 === 0 ? api : second ?? api).ask(`PATCH /v1/admin/users/${other?.user.id}`, { body: index < 10 ? { role: 'user' } : { disabled: true } });
    });
    const statuses = (await Promise.all(tries)).map((answer) => answer?.status);

    const [left] = await database.query<{ count: number }>(`select count(*)::int as count from users where role = 'admin' and disabled_at is null`);
    expect(left?.count).toBeGreaterThanOrEqual(1);
    expect(statuses.filter((status) => status === undefined || status >= 500)).toEqual([]);
  });

  it('cannot lose the last enabled administrator', async () => {
    const [last] = await database.query<{ id: string }>(`select id from users where role = 'admin' and disabled_at is null order by id limit 1`);
    await database.query(`update users set role = 'user' where role = 'admin' and id <> $1`, [last?.id]);
    const held = await database.query<{ email: string }>('select email from users where id = $1', [last?.id]);
    const signedInAgain = ok<SignedIn>(await ask(api, 'POST /v1/sessions', { body: { email: held[0]?.email, password, delivery: 'token' } }));
    for (const body of [{ role: 'user' }, { disabled: true }, { role: 'user', disabled: true }]) {
      const answer = await ask(api, `PATCH /v1/admin/users/${last?.id}`, { body, headers: { authorization: `Bearer ${signedInAgain.token}` } });
      expect(answer).toMatchObject({ status: 409, body: { code: 'last-administrator' } });
    }
  });
});

const secretOf = (url: string): string => url.split('#')[1] ?? '';
