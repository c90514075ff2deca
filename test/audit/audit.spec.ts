import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { auditTrailStatement, eraseUser, Database, verifyTrail } from '@curfew/persistence';
import type { AuditEvent, AuditVerification, Page } from '@curfew/contracts';
import { atEnd } from '../support/at-end.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp } from '../support/people.js';

const { apis: [api], workers: [worker], database } = await curfew({ POLL_INTERVAL: '200ms', LEASE: '3s' }, { gateways: 1 });
const own = await Database.connect({ url: database.url, name: 'audit test', poolSize: 2 });
atEnd(() => own.close());
const root = await administrator(api);
const trail = (query: string): Promise<Page<AuditEvent>> => root.device.call(`GET /v1/admin/events?${query}`);
const verify = (): Promise<AuditVerification> => root.device.call('GET /v1/admin/events/verify');

describe('the audit trail', () => {
  it('says who ended whose session, from where, why and by which request, and once that every process knows of it', async () => {
    const ada = await signedUp(api);
    const phone = await signedIn(ada);
    const answer = await root.device.ask(`DELETE /v1/admin/sessions/${phone.session.id}?reason=lost%20phone`);
    const requestId = answer.headers['x-request-id'];

    const confirmed = await eventually(async () => {
      const { items } = await trail(`sessionId=${phone.session.id}&type=revocation-confirmed`);
      return items.length > 0 && items;
    }, 60_000);
    const { items } = await trail(`sessionId=${phone.session.id}&actorId=${root.user.id}`);

    expect(items).toEqual([expect.objectContaining({
      type: 'session-revoked', actor: { type: 'admin', id: root.user.id }, userId: ada.user.id, reason: 'revoked-by-admin', note: 'lost phone', ipAddress: '127.0.0.1', requestId, receipt: null, erased: false,
    })]);
    expect(confirmed).toHaveLength(1);
    expect(confirmed[0]).toMatchObject({ userId: ada.user.id, requestId, reason: 'revoked-by-admin', actor: { type: 'system', id: null }, receipt: { eventId: items[0]?.id, position: items[0]?.position } });
    const consumers = confirmed[0]?.receipt?.consumers;
    expect(consumers?.acknowledged).toBe(consumers?.live);
    expect(consumers?.live).toBeGreaterThanOrEqual(3);
  });

  it('confirms each revocation once, and tells neither its user nor a consumer of it', async () => {
    const ada = await signedUp(api);
    for (let index = 0; index < 3; index += 1) await ada.device.logOut(await signedIn(ada));
    await ada.device.logOutOthers();
    const items = await eventually(async () => {
      const found = (await trail(`userId=${ada.user.id}&type=revocation-confirmed`)).items;
      return found.length >= 4 && found;
    }, 60_000);

    expect(new Set(items.map(({ receipt }) => receipt?.eventId)).size).toBe(4);
    const activity = await ada.device.call<Page<AuditEvent>>('GET /v1/activity');
    expect(activity.items.map(({ type }) => type)).not.toContain('revocation-confirmed');
    expect(activity.items.map(({ type }) => type)).toContain('sessions-revoked');
  });

  it('is found by type, user, actor and time, each event once over the pages, and takes no cursor of another list', async () => {
    const ada = await signedUp(api);
    for (let index = 0; index < 3; index += 1) await signedIn(ada);
    const seen: AuditEvent[] = [];
    let cursor = '';
    do {
      const page = await trail(`userId=${ada.user.id}&type=session-created&limit=2${cursor}`);
      seen.push(...page.items);
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    const [newest, , third] = seen;
    const { nextCursor } = await trail(`userId=${ada.user.id}&limit=1`);
    const between = await trail(`userId=${ada.user.id}&from=${third?.occurredAt}&to=${newest?.occurredAt}`);

    expect(new Set(seen.map(({ id }) => id)).size).toBe(4);
    expect(seen.map(({ type }) => type)).toEqual(Array(4).fill('session-created'));
    expect(seen.map(({ occurredAt }) => occurredAt)).toEqual(seen.map(({ occurredAt }) => occurredAt).toSorted().toReversed());
    expect(between.items.map(({ id }) => id)).not.toContain(newest?.id);
    expect(between.items.map(({ id }) => id)).toContain(third?.id);
    expect((await root.device.ask(`GET /v1/admin/events?userId=${root.user.id}&cursor=${nextCursor}`)).status).toBe(400);
    for (const query of ['type=nonsense', 'from=yesterday', 'userId=1', 'limit=0', 'q=x']) expect((await root.device.ask(`GET /v1/admin/events?${query}`)).status).toBe(400);
    for (const what of ['', '/export', '/verify']) expect((await ada.device.ask(`GET /v1/admin/events${what}`)).status).toBe(403);
  });

  it('is a file as well, in which nothing runs', async () => {
    const ada = await signedUp(api);
    await root.device.call(`DELETE /v1/admin/sessions/${ada.device.session.id}?reason=${encodeURIComponent('=cmd|"/c calc"!A1')}`);
    const csv = await root.device.ask(`GET /v1/admin/events/export?userId=${ada.user.id}`);
    const ndjson = await root.device.ask(`GET /v1/admin/events/export?userId=${ada.user.id}&type=session-revoked&format=ndjson`);

    expect(csv.headers).toMatchObject({ 'content-type': expect.stringContaining('text/csv'), 'content-disposition': 'attachment; filename="curfew-audit.csv"', 'cache-control': 'no-store' });
    const lines = String(csv.body).trim().split('\r\n');
    expect(lines[0]).toBe('occurredAt,type,userId,sessionId,actorType,actorId,reason,note,ipAddress,device,country,requestId,receipt,erased,position,id');
    expect(lines.find((line) => line.includes('session-revoked'))).toContain(`,"'=cmd|""/c calc""!A1",`);
    expect(JSON.parse(String(ndjson.body))).toEqual((await trail(`userId=${ada.user.id}&type=session-revoked`)).items[0]);
  });
});

describe('the hash chain', () => {
  it('holds, once the worker has chained what happened, and holds still when someone was erased', async () => {
    const grace = await signedUp(api, 'grace');
    await grace.device.call(`PATCH /v1/sessions/${grace.device.session.id}`, { label: 'secret cabin' });
    await root.device.call(`DELETE /v1/admin/users/${grace.user.id}/sessions?reason=gossip`);
    await root.device.call(`PATCH /v1/admin/users/${grace.user.id}`, { disabled: true });
    await chained();
    const before = await verify();
    expect(await own.transaction((sql) => eraseUser(sql, grace.email))).toBe('erased');
    await chained();
    const after = await verify();

    expect(before).toMatchObject({ ok: true, firstBroken: null, problem: null });
    expect(before.checked).toBeGreaterThan(20);
    expect(after).toMatchObject({ ok: true, firstBroken: null, problem: null });
    expect(after.checked).toBeGreaterThan(before.checked);
    const left = await database.query<{ text: string }>(
      `select row_to_json(x)::text as text from (select * from session_events) x union all select row_to_json(x)::text from (select * from sessions where user_id = $1) x
       union all select row_to_json(x)::text from (select * from users) x`, [grace.user.id]);
    const all = left.map(({ text }) => text).join('\n');
    for (const word of [grace.email, 'secret cabin', 'gossip']) expect(all).not.toContain(word);
    expect(await own.transaction((sql) => eraseUser(sql, root.user.id))).toBe('enabled');
    expect(await own.transaction((sql) => eraseUser(sql, 'nobody@example.com'))).toBe('unknown');
  });

  it('notices a head that was written anew, by one that was kept elsewhere', async () => {
    const { head } = await verify();
    expect(await verifyTrail(own, head ?? undefined)).toMatchObject({ ok: true });
    expect(await verifyTrail(own, { number: (head?.number ?? 0) - 1, hash: head?.hash ?? '' })).toMatchObject({ ok: false, problem: 'edited' });
    expect(await verifyTrail(own, { number: 1_000_000, hash: head?.hash ?? '' })).toMatchObject({ ok: false, problem: 'cut' });
  });

  it('is checked by npm run audit:verify as well, and people are erased by npm run erase alone when they are disabled', async () => {
    const { head } = await verify();
    const known = `${head?.number}:${head?.hash}`;
    expect(await tool('audit-verify', '--known', known)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+ events are as they were chained\. The head is \d+:[\w-]{43}\./) });
    expect(await tool('audit-verify', '--known', known.replace(/^\d+/, '1'))).toMatchObject({ code: 1, stdout: expect.stringContaining('The trail is broken at') });
    expect(await tool('erase', '--user', root.email)).toMatchObject({ code: 1, stdout: expect.stringContaining('Disable it first') });
  });

  it('cannot be written anew by the role that the processes have', async () => {
    const running = await Database.connect({ url: database.runningUrl, name: 'audit test', poolSize: 1 });
    atEnd(() => running.close());
    for (const statement of [
      'update session_events set note = null', 'delete from session_events', 'update audit_chain set hash = null', 'delete from audit_chain',
      'update audit_head set anchor_number = 5', 'update audit_head set trimmed_before = now()', `update realm set least_retention = '0'`,
    ]) await expect(running.query(statement)).rejects.toThrow(/denied/);
  });

  it.each([
    ['an event whose words were changed', 'edited', [`update session_events set note = 'found phone' where id = (select id from session_events where note = 'lost phone')`]],
    ['an event that was moved to someone else', 'edited', [`update session_events set actor_id = user_id::text where id = (select id from session_events where note = 'lost phone')`]],
    ['an address that was taken away without an erasure', 'edited', [`update session_events set ip_address = null where note = 'lost phone'`]],
    ['an address that was forged onto an erased event', 'edited', [`update session_events set ip_address = '10.0.0.1' where erased and actor_type = 'user'`]],
    ['an event that was removed', 'removed', [`delete from session_events where note = 'lost phone'`]],
    ['an event that was removed with its link', 'removed', [
      `delete from audit_chain c using session_events e where e.note = 'lost phone' and c.xid = e.xid and c.event_number = e.number`, `delete from session_events where note = 'lost phone'`]],
    ['an event that was slipped in', 'inserted', [
      `insert into session_events (xid, epoch, id, type, actor_type, note) select xid, epoch, uuid_v7(), 'sessions-revoked', 'system', 'forged' from session_events where note = 'lost phone'`]],
    ['two links that changed places', 'reordered', [
      `update audit_chain set number = -1 where number = 7`, `update audit_chain set number = 7 where number = 8`, `update audit_chain set number = 8 where number = -1`]],
    ['two events that changed places', 'edited', [
      `create temp table swapped on commit drop as select xid, number, id, note from session_events where type = 'session-created' order by xid limit 2`,
      `update session_events e set id = s.id from swapped s where e.type = 'session-created' and e.xid in (select xid from swapped) and s.xid <> e.xid`]],
    ['a link that was written anew', 'edited', [`update audit_chain set digest = sha256('x') where number = 9`]],
    ['an end that was cut off', 'cut', [`delete from audit_chain where number > (select max(number) - 3 from audit_chain)`]],
    ['an end that was cut off, with its events', 'cut', [
      `delete from session_events e using audit_chain c where c.number > (select max(number) - 3 from audit_chain) and c.xid = e.xid and c.event_number = e.number`,
      `delete from audit_chain where number > (select max(number) - 3 from audit_chain)`]],
    ['a head that says less', 'cut', [`update audit_head set number = number + 1`]],
  ])('finds %s', async (_, problem, statements) => {
    await worker?.stop();
    await own.transaction(async (sql) => {
      expect(await verifyTrail(sql)).toMatchObject({ ok: true });
      for (const statement of statements) await sql.query(statement);
      const found = await verifyTrail(sql);
      expect(found).toMatchObject({ ok: false, problem, firstBroken: expect.stringMatching(/^\d+-\d+$/) });
      throw new Error('undo');
    }).catch((error: unknown) => {
      if (!(error instanceof Error && error.message === 'undo')) throw error;
    });
  });
});

describe('a list of the trail', () => {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';
  beforeAll(async () => {
    await database.query(
      `insert into session_events (epoch, id, type, user_id, session_id, actor_type, actor_id) select 1, uuid_v7(), 'session-created', u, uuid_v7(), 'user', u::text from (select uuid_v7() as u from generate_series(1, 20000)) x`);
    await database.query('analyze session_events');
  });

  it.each([
    ['nothing', 'occurred_at', {}],
    ['a type', 'type', { type: 'policy-changed' }],
    ['a user', 'user_id', { userId: id }],
    ['a session', 'session_id', { sessionId: id }],
    ['an actor', 'actor_id', { actorId: id }],
    ['a span', 'occurred_at', { from: '2026-01-01T00:00:00.000Z', to: '2036-01-01T00:00:00.000Z' }],
    ['a later page', 'occurred_at', { after: ['2036-01-01T00:00:00.000Z', '1'] }],
  ])('by %s is read by an index that begins with %s', async (_, column, filters) => {
    const { text, values } = auditTrailStatement({ ...filters, limit: 51 });
    const plan = await database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
    // Months in which nothing happened yet are empty: there is nothing to read in them.
    const month = (await database.query<{ name: string }>(`select tableoid::regclass::text as name from session_events order by occurred_at desc limit 1`))[0]?.name ?? '';
    const lines = plan.map((row) => row['QUERY PLAN']).filter((line) => line.includes(month)).join('\n');
    expect(lines).toContain(`using ${month}_${column}_`);
    expect(lines).not.toContain('Seq Scan');
  });
});

/** Waits until everything that has been committed by now is in the chain. */
async function chained(): Promise<void> {
  const [last] = await database.query<{ number: string }>('select max(number)::text as number from session_events');
  await eventually(async () => (await database.query('select 1 from audit_chain where event_number = $1', [last?.number])).length === 1, 60_000);
}

function tool(name: string, ...args: readonly string[]): Promise<{ readonly code: unknown; readonly stdout: string }> {
  const file = fileURLToPath(new URL(`../../apps/start/dist/${name}.js`, import.meta.url));
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url, LOG_LEVEL: 'error' };
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { env }, (error, stdout) => resolve({ code: error?.code ?? 0, stdout }));
  });
}
