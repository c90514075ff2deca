import type { AdminSession, AdminSessionPage, Event } from '@curfew/contracts';
import { ask, type Method } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp } from '../support/people.js';
import { connected, type Connection } from '../support/socket.js';
import { unprintable } from '../security/bad-input/bad-values.js';
import { opened } from './opened.js';

const { apis: [api], gateways: [gateway], database } = await curfew({}, { gateways: 1, workers: 0 });
const root = await administrator(api);
const list = (query: string): Promise<AdminSessionPage> => root.device.call(`GET /v1/admin/sessions?${query}`);

describe('an administrator finds sessions', () => {
  it('by every filter, each alone and all together, with how many there are', async () => {
    const eve = await signedUp(api, 'Evelyn');
    const [id] = await opened(database, 1, { userId: eve.user.id, ip: '2001:db8::7', country: 'IS', type: 'tv', openedAgo: 600 });
    const before = new Date(Date.now() - 500 * 60_000).toISOString();
    const after = new Date(Date.now() - 700 * 60_000).toISOString().replace('Z', '%2B00:00');
    const parts = [
      `userId=${eve.user.id}`, 'q=evely', `q=${eve.email.slice(0, 12)}`, 'ip=2001:db8::7', 'ip=2001:db8::/32', 'country=is', 'deviceType=tv', 'os=ubu', 'browser=FIRE',
      'status=live', 'status=idle', 'status=all', 'online=false', `createdAfter=${after}`, `createdBefore=${before}`, `activeBefore=${before}`,
    ];
    for (const part of parts) {
      const { items, total } = await list(`${part}&limit=200`);
      expect({ part, found: items.some((session) => session.id === id), total }).toEqual({ part, found: true, total: { count: items.length, precision: 'exact' } });
    }
    const together = parts.filter((part) => !/^q=evely|^ip=2001:db8::7|^status=(?:live|all)/u.test(part)).join('&');
    expect((await list(together)).items.map((session) => session.id)).toEqual([id]);
    const others = ['ip=2001:db9::/32', 'country=FR', 'deviceType=mobile', 'os=win', 'browser=ch', 'status=ended', 'online=true', `createdBefore=${after}`, `createdAfter=${before}`, 'q=nobody'];
    for (const other of others) expect({ other, items: (await list(`userId=${eve.user.id}&${other}&sort=createdAt`)).items.filter((session) => session.id === id) }).toEqual({ other, items: [] });
    expect((await list(`userId=${eve.user.id}&limit=1`)).total).toEqual({ count: 2, precision: 'exact' });
  });

  it('by who is online now', async () => {
    const eve = await signedUp(api, 'eve');
    const socket = await connected(eve.device, gateway);
    const [seen] = await eventually(async () => {
      const { items } = await list(`userId=${eve.user.id}&online=true`);
      return items.length === 1 ? items : undefined;
    });
    expect(seen).toMatchObject({ id: eve.device.session.id, online: true });
    socket.close();
  });

  it('or is told that the question does not fit: whatever is asked for, never 500', async () => {
    const texts = ['', ' ', '%', '_', '%_%', '\\', '%\\', "'", "' or 1=1 --", "'; drop table sessions; --", '$1', '10.0.0.0/33', '10.0.0.0/-1', 'fe80::1%eth0', '1.2.3.4/', '::/129', '999.1.1.1', '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59-23:59', '2026-02-30T00:00:00Z', '-infinity', 'NaN', '1e400', '__proto__', 'İıſK', '\u{1F3F3}\uFE0F\u200D\u{1F308}'.repeat(30), 'x'.repeat(10_000), 'e\u0301'.repeat(60), ...unprintable.slice(0, 12)];
    const encoded = [...texts.map(encodeURIComponent), '%FF', '%ED%A0%80', '%00%00', '%'];
    const names = ['q', 'userId', 'ip', 'country', 'deviceType', 'os', 'browser', 'status', 'online', 'createdAfter', 'createdBefore', 'activeBefore', 'sort', 'cursor', 'format'];
    const wrong: unknown[] = [];
    for (const name of names) {
      for (const text of encoded) {
        const { status } = await root.device.ask(`GET /v1/admin/sessions${name === 'format' ? '/export' : ''}?${name}=${text}`);
        if (status !== 200 && status !== 400) wrong.push({ name, text, status });
      }
    }
    expect(wrong).toEqual([]);
  });

  it('and takes them home as a file in which no cell is a formula', async () => {
    const eve = await signedUp(api, 'eve');
    await opened(database, 1_100, { userId: eve.user.id });
    await eve.device.call(`PATCH /v1/sessions/${eve.device.session.id}`, { label: '=HYPERLINK("http://example.com"), +1' });

    const csv = await root.device.ask(`GET /v1/admin/sessions/export?format=csv&userId=${eve.user.id}`);
    const ndjson = await root.device.ask(`GET /v1/admin/sessions/export?format=ndjson&userId=${eve.user.id}&sort=createdAt`);

    expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+\.csv"$/u);
    const lines = String(csv.body).trimEnd().split('\r\n');
    expect([lines.length, lines[0]?.startsWith('id,userId,email')]).toEqual([1_102, true]);
    expect(lines.find((line) => line.startsWith(eve.device.session.id))).toContain(`"'=HYPERLINK(""http://example.com""), +1"`);
    const rows = textOf(ndjson.body).trimEnd().split('\n').map((line): AdminSession => JSON.parse(line));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(1_101);
    expect(rows.at(-1)).toMatchObject({ id: eve.device.session.id, user: { email: eve.email } });
  });
});

describe('an administrator\'s socket', () => {
  const told = ({ messages }: Connection): readonly Event[] => messages.filter(({ name }) => name === 'session-events').flatMap(({ body }) => body as Event[]);

  it('watches what its filter chooses, until it asks for no more', async () => {
    const [eve, bob] = [await signedUp(api, 'eve'), await signedUp(api, 'bob')];
    const [all, one, ends] = [await connected(root.device, gateway), await connected(root.device, gateway), await connected(root.device, gateway)];
    expect(await Promise.all([all.socket.emitWithAck('watch'), one.socket.emitWithAck('watch', { filter: { userId: eve.user.id, status: 'live' } }), ends.socket.emitWithAck('watch', { filter: { status: 'signed-out', ip: '127.0.0.0/8' } })])).toEqual([{ watching: true }, { watching: true }, { watching: true }]);

    const theirs = await signedIn(bob);
    const phone = await signedIn(eve);
    await phone.call('DELETE /v1/sessions/current');
    const last = await eventually(() => told(all).find(({ type, sessionId }) => type === 'session-revoked' && sessionId === phone.session.id));

    await eventually(() => told(one).some(({ id }) => id === last.id) && told(ends).some(({ id }) => id === last.id));
    // Of the sign-ups, which came before, it may be heard after.
    const before = new Set([eve, bob].map(({ device }) => device.session.id));
    expect(told(all).flatMap(({ type, sessionId }) => (type === 'session-created' && !before.has(sessionId ?? '') ? [sessionId] : []))).toEqual([theirs.session.id, phone.session.id]);
    expect(told(one).map(({ type, sessionId }) => [type, sessionId])).toEqual([['session-created', phone.session.id], ['session-revoked', phone.session.id]]);
    expect(told(ends).flatMap(({ sessionId }) => sessionId ?? [])).toEqual([phone.session.id]);

    expect(await all.socket.emitWithAck('unwatch')).toEqual({ watching: false });
    const again = await signedIn(eve);
    await eventually(() => told(one).find(({ sessionId }) => sessionId === again.session.id));
    expect(told(all).some(({ sessionId }) => sessionId === again.session.id)).toBe(false);
    for (const socket of [all, one, ends]) socket.close();
  });

  it('is refused what it asks for wrongly, and stays', async () => {
    const socket = await connected(root.device, gateway);
    for (const request of [{ filter: { country: 'Portugal' } }, { filter: { q: 'eve' } }, { filter: { ip: 'fe80::1%eth0' } }, 7, null]) {
      expect(await socket.socket.emitWithAck('watch', request)).toEqual({ error: { status: 400, code: 'invalid-request' } });
    }
    expect(await socket.socket.emitWithAck('watch', {})).toEqual({ watching: true });
    socket.close();
  });

  it('loses the stream at once when its user is no administrator any more, and does not get it again', async () => {
    const ada = await signedUp(api, 'ada');
    await root.device.call(`PATCH /v1/admin/users/${ada.user.id}`, { role: 'admin' });
    const [hers, mine] = [await connected(ada.device, gateway), await connected(root.device, gateway)];
    for (const socket of [hers, mine]) await eventually(async () => ((await socket.socket.emitWithAck('watch')) as { watching?: boolean }).watching);

    await root.device.call(`PATCH /v1/admin/users/${ada.user.id}`, { role: 'user' });
    await eventually(() => told(mine).find(({ type, userId, reason }) => type === 'role-changed' && userId === ada.user.id && reason === 'user'));
    const bob = await signedUp(api, 'bob');
    await eventually(() => told(mine).find(({ sessionId }) => sessionId === bob.device.session.id));

    expect(told(hers).filter(({ userId }) => userId === bob.user.id)).toEqual([]);
    expect(await hers.socket.emitWithAck('watch')).toEqual({ error: { status: 403, code: 'forbidden' } });
    for (const socket of [hers, mine]) socket.close();
  });
});

describe('who is no administrator', () => {
  it('may do nothing that administrators may, be it on any endpoint or stream; nor may one who was demoted', async () => {
    const { paths } = (await ask(api, 'GET /openapi.json')).body as { paths: Record<string, Record<string, { 'x-access'?: string }>> };
    const calls = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).filter(([, operation]) => operation['x-access'] === 'admin').map(([method]) => `${method.toUpperCase() as Method} ${path.replaceAll(/\{\w+\}/gu, root.device.session.id) as `/${string}`}` as const));
    const [ada, bob] = [await signedUp(api, 'ada'), await signedUp(api, 'bob')];
    await root.device.call(`PATCH /v1/admin/users/${bob.user.id}`, { role: 'admin' });
    expect((await bob.device.ask('GET /v1/admin/sessions')).status).toBe(200);
    await root.device.call(`PATCH /v1/admin/users/${bob.user.id}`, { role: 'user' });

    const wrong: unknown[] = [];
    for (const what of calls) {
      const question = /^(?:POST|PUT|PATCH)/u.test(what) ? { body: { filter: {}, everyone: true, reason: 'mine', role: 'admin' } } : {};
      const statuses = [(await ada.device.ask(what, question)).status, (await bob.device.ask(what, question)).status, (await ask(api, what, question)).status];
      if (statuses.join() !== '403,403,401') wrong.push({ what, statuses });
    }
    for (const device of [ada.device, bob.device]) {
      const socket = await connected(device, gateway);
      expect(await socket.socket.emitWithAck('watch', { filter: { userId: device.user.id } })).toEqual({ error: { status: 403, code: 'forbidden' } });
      expect(await socket.socket.emitWithAck('watch')).toEqual({ error: { status: 403, code: 'forbidden' } });
      socket.close();
    }

    expect(wrong).toEqual([]);
    expect(calls.length * 2 + 4).toBeGreaterThanOrEqual(40);
    expect(await root.device.admitted()).toBe(200);
  });
});

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));
