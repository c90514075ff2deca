import { channels, type SignedIn } from '@curfew/contracts';
import { Redis } from 'ioredis';
import { ask, cookieOf, ok, type Question } from '../support/ask.js';
import { curfew, newEmail } from '../support/curfew.js';
import { setUpSecret } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';
import { upgrade } from '../gateway/raw-link.js';
import { Canaries } from './canaries.js';
import { sayRaw } from './raw-request.js';

const canaries = new Canaries();
const env = { LOG_LEVEL: 'trace', RATE_LIMIT: 'on' };
const { apis: [api], gateways: [gateway], workers, database, redis, start } = await curfew(env, { gateways: 1, workers: 1 });
const processes = [api, gateway, ...workers];

canaries.add('the password of the database', new URL(database.url).password);
canaries.add('the password of Redis', new URL(redis.url).password);
const heard = await eavesdropper();

const json = { 'content-type': 'application/json' };
const email = newEmail();
const first = canaries.make('the password of signing up');
const second = canaries.make('the new password');

/** What the processes have written so far; lines that reached us in pieces are put together. */
const lines = (): readonly string[] =>
  processes.flatMap(({ log }) =>
    log.reduce<string[]>((whole, piece) => {
      const last = whole.at(-1);
      if (last !== undefined && last.startsWith('{') && !isJson(last)) whole[whole.length - 1] = last + piece;
      else whole.push(piece);
      return whole;
    }, []),
  );

it('looks for secrets that it would find', () => {
  const looked = new Canaries();
  const secret = looked.make('a secret');
  for (const hidden of [secret, Buffer.from(secret).toString('hex').toUpperCase(), ...['', 'a', 'ab'].map((before) => Buffer.from(`${before}${secret}:x`).toString('base64'))]) {
    expect(looked.in(`{"a":"${hidden}"}`)).toHaveLength(1);
  }
  expect(looked.in('{"a":"Canary-"}')).toEqual([]);
});

it('lives: people sign up, in and out, change their passwords, connect, and are refused', async () => {
  const signedUpAs = ok<SignedIn>(await ask(api, 'POST /v1/users', { body: { email, password: first, delivery: 'token' } }));
  const token = canaries.add('a token', signedUpAs.token ?? '');
  const byCookie = await ask(api, 'POST /v1/sessions', { body: { email, password: first } });
  const cookie = canaries.add('a cookie', cookieOf(byCookie)?.value ?? '');
  canaries.add('the cookie of a device', /curfew-device=([\w-]+)/u.exec(String(byCookie.headers['set-cookie']))?.[1] ?? 'none');
  expect(cookie).toHaveLength(43);
  const bearer = { authorization: `Bearer ${token}` };

  const changed = await ask(api, 'PUT /v1/users/me/password', { headers: bearer, body: { currentPassword: first, newPassword: second, keepOtherSessions: true } });
  expect(changed.status).toBe(200);
  const asked: readonly (readonly [Parameters<typeof ask>[1], Question])[] = [
    ['PUT /v1/users/me/password', { headers: bearer, body: { currentPassword: canaries.make('a wrong current password'), newPassword: canaries.make('a new password in vain') } }],
    ['POST /v1/sessions', { body: { email, password: canaries.make('a wrong password') } }],
    ['POST /v1/sessions', { body: { email: newEmail('nobody'), password: canaries.make('the password of nobody') } }],
    ['POST /v1/sessions', { body: { email: canaries.make('a password for an address'), password: 'x' } }],
    ['POST /v1/users', { body: { email, password: canaries.make('the password for a taken address') } }],
    ['POST /v1/users', { body: { email: newEmail(), password: first, [canaries.make('the name of a field')]: canaries.make('the value of a field') } }],
    ['POST /v1/sessions', { body: `{"email":"${email}","password":"${canaries.make('a password in broken JSON')}`, headers: json }],
    ['POST /v1/sessions', { body: canaries.make('a body that is no JSON'), headers: json }],
    ['POST /v1/sessions', { body: `password=${canaries.make('a password in a form')}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['POST /v1/sessions', { body: { email, password: `${canaries.make('a password that is too long')}${'x'.repeat(70_000)}` } }],
    ['POST /v1/set-up', { body: { secret: canaries.make('a secret that is none'), email: newEmail(), password: canaries.make('the password of no set-up') } }],
    [`GET /v1/users/me?token=${canaries.make('a token in the query')}`, {}],
    [`GET /v1/sessions?access_token=${canaries.make('an access token in the query')}&limit=x`, { headers: bearer }],
    [`GET /?invitation=${canaries.make('a secret in the address of a page')}`, { headers: { referer: `http://127.0.0.1/x?token=${canaries.make('a token in the Referer')}` } }],
    [`GET /v1/none?password=${canaries.make('a password in the query of nothing')}`, {}],
    [`GET /v1/sessions?cursor=${canaries.make('what stands for a cursor')}`, { headers: bearer }],
    ['GET /v1/users/me', { headers: { authorization: `Bearer ${canaries.make('a bearer that is none')}` } }],
    ['GET /v1/users/me', { headers: { authorization: `Basic ${Buffer.from(`ada:${canaries.make('a password by Basic')}`).toString('base64')}` } }],
    ['GET /v1/users/me', { headers: { cookie: `curfew=${canaries.make('a cookie that is none')}; session=${canaries.make('another cookie')}`, 'x-api-key': canaries.make('an API key'), 'proxy-authorization': `Bearer ${canaries.make('a proxy’s bearer')}` } }],
    ['PATCH /v1/users/me', { headers: { cookie: `curfew=${cookie}`, origin: 'https://evil.example' }, body: { name: 'x' } }],
  ];
  for (const [what, question] of asked) expect((await ask(api, what, question)).status).toBeLessThan(500);
  await sayRaw(api, `GET /v1/users/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nX-${canaries.make('a header')} : bad\r\n\r\n`);
  await sayRaw(api, `GET /v1/users/me HTTP/1.1\r\nHost: x\r\nCookie: a=${canaries.make('a header that is too large')}${'x'.repeat(20_000)}\r\n\r\n`);

  const secret = canaries.add('the secret of the set-up link', setUpSecret());
  const root = ok<SignedIn>(await ask(api, 'POST /v1/set-up', { body: { secret, email: newEmail('root'), password: canaries.make('the password of the administrator'), delivery: 'token' } }));
  canaries.add('the token of the administrator', root.token ?? '');
  expect((await ask(api, 'POST /v1/set-up', { body: { secret, email: newEmail('root'), password: first } })).status).toBe(403);
  const out = await ask(api, 'DELETE /v1/sessions/current', { headers: { cookie: `curfew=${cookie}`, origin: api.origin } });
  expect(out.status).toBe(200);
  expect((await ask(api, 'DELETE /v1/sessions', { headers: bearer })).status).toBe(200);
}, 60_000);

it('lives on sockets, too', async () => {
  const eve = await signedUp(api, 'eve');
  const phone = await signedIn(eve);
  canaries.add('the token of a socket', phone.token);
  const socket = await connected(phone, gateway);
  const links = [
    [{ cookie: `curfew=${canaries.make('a cookie of a handshake')}`, origin: api.origin }, `EIO=4&transport=websocket&token=${canaries.make('a token in the handshake’s URL')}`, '40'],
    [{}, 'EIO=4&transport=websocket', `40{"token":"${canaries.make('a token of a handshake')}"}`],
    [{}, 'EIO=4&transport=websocket', `40{"token":["${canaries.make('a token that is no text')}"]}`],
    [{}, 'EIO=4&transport=websocket', `40{"token":"${canaries.make('a token in a broken packet')}`],
    [{}, 'EIO=4&transport=websocket', canaries.make('a packet that is none')],
  ] as const;
  const refused = async ([headers, query, packet]: (typeof links)[number]): Promise<void> => {
    const { link } = await upgrade(gateway, headers, query);
    link?.say(packet);
    await link?.closed(8_000);
  };
  await Promise.all(links.map(refused));
  await upgrade(gateway, { origin: 'https://evil.example', cookie: `curfew=${phone.token}` });
  socket.socket.emit('watch', { token: canaries.make('what a client says') });
  socket.socket.emit(canaries.make('an event that there is not'), { token: canaries.make('what a client says with it') });
  await socket.closed();
  await eve.device.logOut(phone);
});

it('fails, with secrets among what the database was asked', async () => {
  const eve = await signedUp(api, 'eve');
  canaries.add('a token while the database fails', eve.device.token);
  await database.query('alter table users rename to users_away');
  try {
    expect((await ask(api, 'POST /v1/sessions', { body: { email: eve.email, password: canaries.make('a password while the database fails') } })).status).toBe(500);
    expect((await ask(api, 'POST /v1/users', { body: { email: newEmail(), password: canaries.make('a new password while the database fails') } })).status).toBe(500);
    expect((await eve.device.ask('PATCH /v1/users/me', { body: { name: 'Eve' } })).status).toBeGreaterThanOrEqual(500);
  } finally {
    await database.query('alter table users_away rename to users');
  }
  await eventually(() => lines().filter((line) => line.includes('a request could not be answered')).length >= 2);
});

it('makes the administrator of ADMIN_EMAIL, and does not start with a bad setting', async () => {
  const password = canaries.make('ADMIN_PASSWORD');
  processes.push(await start('api', { ADMIN_EMAIL: newEmail('admin'), ADMIN_PASSWORD: password }));
  const why = await start('api', { ADMIN_EMAIL: 'no address', ADMIN_PASSWORD: password, KEY_ENCRYPTION_KEY: canaries.make('KEY_ENCRYPTION_KEY'), SMTP_URL: `smtp://x:${canaries.make('the password of SMTP_URL')}@127.0.0.1` }).then(
    () => '',
    (error: Error) => `${error.message}\n${error.cause instanceof Error ? error.cause.message : ''}`,
  );
  expect(why).toMatch(/ADMIN_EMAIL|SMTP_URL|KEY_ENCRYPTION_KEY/u);
  expect(canaries.in(why)).toEqual([]);
});

it('takes what would forge a line, a colour or a direction of writing, and writes one line of JSON for each event', async () => {
  const eve = await signedUp(api, 'eve');
  const agents = ['\u001b[31mred\u001b[0m', 'a\u009b31mred', 'a\u0085b', 'Mozilla/5.0 \u00e2\u0080\u00ae nefives', '{"level":"fatal","msg":"forged"}', '"}\\n{"level":"fatal"', 'a\tb', '%0d%0a{"level":"fatal"}', '\\u000a{}'];
  for (const agent of agents) {
    const [answer] = await sayRaw(api, Buffer.from(`GET /v1/users/me HTTP/1.1\r\nHost: x\r\nUser-Agent: ${agent}\r\nX-Request-Id: a b\u009b\r\nAuthorization: Bearer ${eve.device.token}\r\nConnection: close\r\n\r\n`, 'latin1'));
    expect([agent, [200, 400].includes(answer?.status ?? 0)]).toEqual([agent, true]);
    const signIn = await ask(api, 'POST /v1/sessions', { body: { email: eve.email, password: eve.password, delivery: 'token' }, headers: { 'user-agent': agent } }).catch(() => undefined);
    expect(signIn?.status ?? 201).toBeLessThan(500);
  }
  const paths = ['/a\u009b31m', '/v1/none\u0085', '/%0d%0a{"level":"fatal"}', '/v1/%1b[31m', '/v1/none"}{"level":"fatal"'];
  for (const path of paths) await sayRaw(api, Buffer.from(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, 'latin1'));
  await sayRaw(api, Buffer.from(`GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: a\r{"level":"fatal"}\r\n\r\n`));

  const before = lines().length;
  await ask(api, 'GET /health/live', { headers: { 'x-request-id': 'the-last-one' } });
  await eventually(() => lines().some((line) => line.includes('the-last-one')));
  expect(before).toBeGreaterThan(50);
  const odd = lines().filter((line) => !isJson(line) || unprintable.test(line) || /"level":"fatal"/u.test(line.replaceAll('\\"', '')));
  expect(odd).toEqual([]);
  const devices = await eve.device.sessions('?status=all&limit=200');
  expect(devices.items.map(({ device }) => device.name).filter((name) => unprintable.test(name))).toEqual([]);
});

it('follows a request by its id, from the line in the log to the event in the database', async () => {
  const eve = await signedUp(api, 'eve');
  const phone = await signedIn(eve);
  const { headers } = await eve.device.ask(`DELETE /v1/sessions/${phone.session.id}`, { headers: { 'x-request-id': 'trace-me.1' } });
  const made = await ask(api, 'POST /v1/sessions', { body: { email: eve.email, password: 'wrong horse battery' } });

  expect(headers['x-request-id']).toBe('trace-me.1');
  const ids = ['trace-me.1', String(made.headers['x-request-id'])];
  const events = await eventually(async () => {
    const rows = await database.query<{ type: string; id: string }>('select type, request_id as id from session_events where request_id = any($1) order by number', [ids]);
    return rows.length === 2 && rows;
  });
  expect(events).toEqual([{ type: 'session-revoked', id: ids[0] }, { type: 'sign-in-failed', id: ids[1] }]);
  for (const id of ids) await eventually(() => lines().some((line) => line.includes('"answered"') && line.includes(`"requestId":"${id}"`)));
});

it('has none of the secrets in what it wrote, nor any hash of one', async () => {
  const hashes = await database.query<{ hash: string }>(`select password_hash as hash from users where password_hash is not null union all select encode(token_hash, 'hex') from sessions union all select encode(token_hash, 'base64') from sessions`);
  expect(hashes.length).toBeGreaterThan(10);
  const text = lines().join('\n');
  expect(text.length).toBeGreaterThan(10_000);
  expect(canaries.in(text)).toEqual([]);
  expect(hashes.filter(({ hash }) => text.includes(hash))).toEqual([]);
});

it('has none of them in the database, where a password is argon2id and a token is its SHA-256', async () => {
  const tables = await database.query<{ name: string }>(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition`);
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['users', 'sessions', 'session_events', 'blocked_devices', 'set_up_links', 'consumers']));
  const dumps = await Promise.all(tables.map(async ({ name }) => (await database.query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`)).map(({ row }) => `${name} ${row}`)));
  expect(canaries.in(dumps.flat().join('\n'))).toEqual([]);
  const [strange] = await database.query<{ count: string }>(`select count(*) from users where password_hash is null or password_hash not like '$argon2id$%'`);
  expect(strange?.count).toBe('0');
});

it('has none of them in Redis, nor said any there', async () => {
  const client = new Redis(redis.url);
  try {
    const keys = await client.keys('*');
    expect(keys.some((key) => key.startsWith('curfew:limit'))).toBe(true);
    const held = await Promise.all(keys.map(async (key) => `${key} ${(await client.dump(key).catch(() => '')) ?? ''} ${await client.get(key).catch(() => '')}`));
    expect(canaries.in(held.join('\n'))).toEqual([]);
  } finally {
    client.disconnect();
  }
  expect(heard.messages.length).toBeGreaterThan(10);
  expect(canaries.in(heard.messages.join('\n'))).toEqual([]);
});

const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

async function eavesdropper(): Promise<{ readonly messages: readonly string[] }> {
  const client = new Redis(redis.url);
  const messages: string[] = [];
  client.on('message', (_channel, text: string) => messages.push(text));
  await client.subscribe(...Object.values(channels));
  afterAll(() => client.disconnect());
  return { messages };
}
