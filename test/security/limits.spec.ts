import type { Problem } from '@curfew/contracts';
import { Redis } from 'ioredis';
import { ask, type Answer } from '../support/ask.js';
import { curfew, newEmail } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { password, signedUp, type Person } from '../support/people.js';

// The tests are the proxy: each says which address it comes from, and no address is used by two of them.
const { apis: [api], redis, database, start } = await curfew({ RATE_LIMIT: 'on', TRUST_PROXY: '1' }, { gateways: 1, workers: 0 });
const wrong = 'wrong horse battery';

interface Try {
  readonly from: string;
  readonly email: string;
  readonly password?: string;
  readonly header?: string;
}

const signIn = ({ from, email, password: typed = wrong, header = 'x-forwarded-for' }: Try, door = api): Promise<Answer> =>
  ask(door, 'POST /v1/sessions', { body: { email, password: typed, delivery: 'token' }, headers: { [header]: from } });

/** The statuses of so many wrong passwords, one after the other. */
const guess = async (times: number, each: (at: number) => Try, door = api): Promise<readonly number[]> => {
  const statuses: number[] = [];
  for (let at = 0; at < times; at += 1) statuses.push((await signIn(each(at), door)).status);
  return statuses;
};

const count = (statuses: readonly number[]): Readonly<Record<number, number>> => Object.fromEntries([...new Set(statuses)].map((status) => [status, statuses.filter((each) => each === status).length]));

// At another address than any that guesses: signing up makes it known.
let people = 0;
const someone = (): Promise<Person> => signedUp(api, `person-${(people += 1)}`);

describe('an account', () => {
  it('is guessed at ten times from one network, then 429 with Retry-After and problem+json, the right password too', async () => {
    const ada = await someone();
    const statuses = await guess(20, () => ({ from: '192.0.2.1', email: ada.email }));
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), ...Array.from({ length: 10 }, () => 429)]);

    const { status, headers, body } = await signIn({ from: '192.0.2.1', email: ada.email, password });
    expect(status).toBe(429);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/u);
    expect(Number(headers['retry-after'])).toBeGreaterThan(600);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(900);
    expect(body).toMatchObject({ status: 429, code: 'too-many-requests', type: '/docs/problems#too-many-requests', requestId: String(headers['x-request-id']) } satisfies Partial<Problem>);
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('lets its owner in from elsewhere meanwhile, and does not lock out where the owner signed up', async () => {
    const ada = await someone();
    await guess(20, () => ({ from: '192.0.2.2', email: ada.email }));
    expect((await signIn({ from: '198.51.100.2', email: ada.email, password })).status).toBe(201);
    expect((await ask(api, 'POST /v1/sessions', { body: { email: ada.email, password, delivery: 'token' } })).status).toBe(201);
  });

  it('lets its owner in where they signed in before, while the whole world guesses', async () => {
    const ada = await someone();
    expect((await signIn({ from: '198.51.100.3', email: ada.email, password })).status).toBe(201);
    const statuses = await Promise.all(Array.from({ length: 120 }, (_, at) => signIn({ from: `203.0.113.${at}`, email: ada.email }).then(({ status }) => status)));
    expect(count(statuses)).toEqual({ 401: 100, 429: 20 });
    expect((await signIn({ from: '203.0.113.200', email: ada.email, password })).status).toBe(429);
    expect((await signIn({ from: '198.51.100.3', email: ada.email, password })).status).toBe(201);
  }, 60_000);

  it('that is none is limited all the same, and answered all the same', async () => {
    const nobody = newEmail('nobody');
    expect(count(await guess(12, () => ({ from: '192.0.2.4', email: nobody })))).toEqual({ 401: 10, 429: 2 });
  });

  it('is one account, however it is written', async () => {
    const ada = await someone();
    const written = [ada.email, ada.email.toUpperCase(), ` ${ada.email} `];
    expect(count(await guess(12, (at) => ({ from: '192.0.2.5', email: written[at % 3] ?? '' })))).toEqual({ 401: 10, 429: 2 });
  });

  it('is not guessed at faster by changing its password', async () => {
    const ada = await someone();
    const change = (): Promise<Answer> => ada.device.ask('PUT /v1/users/me/password', { body: { currentPassword: wrong, newPassword: `${password} 2` }, headers: { 'x-forwarded-for': '192.0.2.6' } });
    const statuses: number[] = [];
    for (let at = 0; at < 12; at += 1) statuses.push((await change()).status);
    expect(count(statuses)).toEqual({ 403: 10, 429: 2 });
  });

  it('is guessed at ten times, not more, also all at once', async () => {
    const ada = await someone();
    const statuses = await Promise.all(Array.from({ length: 40 }, () => signIn({ from: '192.0.2.7', email: ada.email }).then(({ status }) => status)));
    expect(count(statuses)).toEqual({ 401: 10, 429: 30 });
  });

  it('forgets failures when its owner gets in', async () => {
    const ada = await someone();
    await guess(9, () => ({ from: '192.0.2.8', email: ada.email }));
    expect((await signIn({ from: '192.0.2.8', email: ada.email, password })).status).toBe(201);
    expect(count(await guess(10, () => ({ from: '192.0.2.8', email: ada.email })))).toEqual({ 401: 10 });
  });
});

describe('a network', () => {
  it('is the /64 of an IPv6 address, however it is written', async () => {
    const ada = await someone();
    const hosts = (at: number): string => [`2001:db8:1:2::${at + 1}`, `2001:0DB8:0001:0002:0:0:0:${(at + 1).toString(16)}`, `[2001:db8:1:2::${at + 1}]:443`][at % 3] ?? '';
    expect(count(await guess(14, (at) => ({ from: hosts(at), email: ada.email })))).toEqual({ 401: 10, 429: 4 });
    expect((await signIn({ from: '2001:db8:1:3::1', email: ada.email, password })).status).toBe(201);
  });

  it('is an IPv4 address, mapped into IPv6 or not; its neighbour is another', async () => {
    const ada = await someone();
    const hosts = ['192.0.2.20', '::ffff:192.0.2.20', '::FFFF:C000:214', '192.0.2.20:4711'];
    expect(count(await guess(12, (at) => ({ from: hosts[at % 4] ?? '', email: ada.email })))).toEqual({ 401: 10, 429: 2 });
    expect((await signIn({ from: '::ffff:192.0.2.21', email: ada.email })).status).toBe(401);
  });

  it('is what the trusted proxy says, and nothing that the client puts before it or beside it', async () => {
    const ada = await someone();
    const statuses = await guess(12, (at) => ({ from: `10.9.9.${at}, 192.0.2.22`, email: ada.email }));
    expect(count(statuses)).toEqual({ 401: 10, 429: 2 });
    const others = await guess(12, (at) => ({ from: `10.9.9.${at}`, email: ada.email, header: ['x-real-ip', 'true-client-ip', 'cf-connecting-ip', 'x-client-ip', 'fastly-client-ip', 'x-cluster-client-ip'][at % 6] ?? '' }));
    expect(count(others)).toEqual({ 401: 10, 429: 2 });
  });

  it('sprays one password over many accounts thirty times, then 429; another one does not notice', async () => {
    const statuses = await guess(60, (at) => ({ from: '192.0.2.23', email: `spray-${at}@example.com` }));
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 401), ...Array.from({ length: 30 }, () => 429)]);
    expect((await signIn({ from: '192.0.2.24', email: 'spray-0@example.com' })).status).toBe(401);
  }, 60_000);

  it('makes a hundred accounts in ten minutes, and no more, and tries as many set-up secrets', async () => {
    // All say what they are refused for anyway, so that nothing slow comes after the limit: the count comes first.
    await someone();
    const taken = await someone();
    const makes = (from: string): Promise<Answer> => ask(api, 'POST /v1/users', { body: { email: taken.email, password, delivery: 'token' }, headers: { 'x-forwarded-for': from } });
    const statuses: number[] = [];
    for (let round = 0; round < 11; round += 1) statuses.push(...(await Promise.all(Array.from({ length: 10 }, () => makes('192.0.2.30')))).map(({ status }) => status));
    expect(count(statuses)).toEqual({ 409: 100, 429: 10 });
    const setUp = await ask(api, 'POST /v1/set-up', { body: { secret: 'none', email: newEmail(), password }, headers: { 'x-forwarded-for': '192.0.2.30' } });
    expect(setUp).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect((await makes('192.0.2.31')).status).toBe(409);
    expect(Number((await makes('192.0.2.30')).headers['retry-after'])).toBeGreaterThan(0);
  }, 60_000);
});

it('counts nothing that was not a try: what does not fit its schema', async () => {
  const ada = await someone();
  for (let at = 0; at < 15; at += 1) expect((await ask(api, 'POST /v1/sessions', { body: { email: ada.email }, headers: { 'x-forwarded-for': '192.0.2.40' } })).status).toBe(400);
  expect((await signIn({ from: '192.0.2.40', email: ada.email, password })).status).toBe(201);
});

it('holds over all processes, which keep no one’s e-mail address for it', async () => {
  const other = await start('api');
  const ada = await someone();
  expect(count(await guess(6, () => ({ from: '192.0.2.50', email: ada.email })))).toEqual({ 401: 6 });
  expect(count(await guess(6, () => ({ from: '192.0.2.50', email: ada.email }), other))).toEqual({ 401: 4, 429: 2 });
  const failed = await eventually(async () => {
    const [row] = await database.query<{ count: number }>(`select count(*)::int as count from session_events where type = 'sign-in-failed' and user_id = $1`, [ada.user.id]);
    return row?.count === 10 && row.count;
  });
  expect(failed).toBe(10);
  const client = new Redis(redis.url);
  const keys = await client.keys('curfew:*').finally(() => client.disconnect());
  expect(keys.filter((key) => key.startsWith('curfew:limit:here'))).not.toEqual([]);
  expect(keys.filter((key) => key.includes('@'))).toEqual([]);
}, 60_000);

it('believes no one about addresses where no proxy is trusted', async () => {
  const direct = await start('api', { TRUST_PROXY: 'off' });
  const ada = await signedUp(direct, 'direct');
  expect(ada.device.session.ipAddress).toBe('127.0.0.1');
  const headers = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip'];
  const statuses = await guess(12, (at) => ({ from: at % 4 === 1 ? `for=192.0.2.${at}` : `192.0.2.${at}`, email: ada.email, header: headers[at % 4] ?? '' }), direct);
  expect(count(statuses)).toEqual({ 401: 10, 429: 2 });
}, 60_000);

it('holds in each process by itself when Redis is lost, as strictly, and says so', async () => {
  const ada = await someone();
  expect(count(await guess(5, () => ({ from: '192.0.2.60', email: ada.email })))).toEqual({ 401: 5 });
  await redis.kill();

  // What was counted in Redis is not known: from now on it is counted here.
  expect(count(await guess(14, () => ({ from: '192.0.2.60', email: ada.email })))).toEqual({ 401: 10, 429: 4 });
  expect(count(await guess(40, (at) => ({ from: '192.0.2.61', email: `dark-${at}@example.com` })))).toEqual({ 401: 30, 429: 10 });
  expect((await signIn({ from: '192.0.2.62', email: ada.email, password })).status).toBe(201);
  await eventually(() => api.log.some((line) => line.includes('sign-in limits hold for each process by itself')));

  await redis.start();
  await eventually(() => api.log.some((line) => line.includes('sign-in limits are shared again')));
  const eve = await someone();
  expect(count(await guess(12, () => ({ from: '192.0.2.63', email: eve.email })))).toEqual({ 401: 10, 429: 2 });
}, 60_000);

it('says loudly that RATE_LIMIT is off, and limits nothing then', async () => {
  const open = await start('api', { RATE_LIMIT: 'off' });
  expect(open.log.some((line) => line.includes('"level":"warn"') && line.includes('RATE_LIMIT is off'))).toBe(true);
  expect(count(await guess(15, () => ({ from: '192.0.2.70', email: newEmail() }), open))).toEqual({ 401: 15 });
}, 60_000);
