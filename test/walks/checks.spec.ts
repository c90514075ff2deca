import type { Session } from '@curfew/contracts';
import { ask } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { sayRaw } from '../security/raw-request.js';

// What is asked most is answered before the framework sees it, and by the framework where the question is put in another way: an empty query is one.
const { apis: [api] } = await curfew({ LOG_LEVEL: 'debug' }, { gateways: 1, workers: 0 });
const ada = await signedUp(api);
const paths = ['/v1/sessions/current', '/v1/forward-auth'];

const question = (path: string, headers: Readonly<Record<string, string>>): string =>
  `GET ${path} HTTP/1.1\r\n${Object.entries({ host: 'curfew.example', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;

const said = async (path: string, headers: Readonly<Record<string, string>>) => {
  const [answer] = await sayRaw(api, question(path, { connection: 'close', ...headers }));
  if (answer === undefined) throw new Error('no answer');
  return answer;
};

// When it was answered is another moment each time.
const timeless = ({ status, headers, body }: Awaited<ReturnType<typeof said>>) => ({ status, headers: { ...headers, date: '' }, body: body.replaceAll(/"(lastActiveAt|expiresAt)":"[^"]+"/gu, '"$1":""') });

describe.each(paths)('%s', (path) => {
  it.each(['token', 'cookie'] as const)('answers the same to the byte by both ways, signed in by %s', async (delivery) => {
    const device = await signedIn(ada, delivery);
    await ada.device.call(`PATCH /v1/sessions/${device.session.id}`, { label: 'Zoë’s "lastActiveAt":" 🐱' });
    const credentials = { ...device.credentials(), 'x-request-id': 'the-same' };
    const { origin: _, ...plain } = credentials as Record<string, string>;
    const first = await said(path, plain);
    expect(first.status).toBe(200);
    expect(timeless(first)).toEqual(timeless(await said(`${path}?`, plain)));
    expect(timeless(await said(path, plain))).toEqual(timeless(first));
  });

  it.each(['laptop', 'Zoë’s laptop'])('answers each of several requests that came at once on a connection that is kept, the same to the byte by both ways (%s)', async (label) => {
    const device = await signedIn(ada);
    await device.call(`PATCH /v1/sessions/${device.session.id}`, { label });
    const { origin: _, ...plain } = { ...device.credentials(), 'x-request-id': 'the-same' } as Record<string, string>;
    const asked = [path, `${path}?`, path, path, `${path}?`].map((each) => question(each, plain)).join('');
    const answers = await sayRaw(api, asked + question(path, { ...plain, connection: 'close' }));
    expect(answers.map(({ status, headers }) => [status, headers['connection'], headers['keep-alive']])).toEqual([...Array.from({ length: 5 }, () => [200, 'keep-alive', 'timeout=65']), [200, 'close', undefined]]);
    const [first, ...others] = answers.map((answer) => timeless(answer));
    for (const other of others.slice(0, -1)) expect(other).toEqual(first);
    expect(answers.every(({ headers: { date = '' } }) => Math.abs(Date.parse(date) - Date.now()) < 10_000)).toBe(true);
  });

  it('refuses the same by both ways', async () => {
    for (const headers of [{}, { authorization: 'Bearer nonsense' }, { authorization: `Bearer ${'A'.repeat(43)}` }, { cookie: 'curfew=a; curfew=b' }]) {
      const asked = { ...headers, 'x-request-id': 'the-same' };
      const [one, other] = [await said(path, asked), await said(`${path}?`, asked)];
      expect(one.status).toBe(401);
      expect(timeless(one)).toEqual(timeless(other));
    }
  });

  it('refuses a session that has ended, and one that is ended while it asks all the time', async () => {
    const phone = await signedIn(ada);
    expect((await phone.ask(`GET ${path as `/${string}`}`)).status).toBe(200);
    await ada.device.logOut(phone);
    expect((await phone.ask(`GET ${path as `/${string}`}`)).status).toBe(401);
  });

  it('is counted and logged as any other', async () => {
    const metrics = async () => (await fetch(`http://127.0.0.1:${api.ports['metrics']}/metrics`)).text();
    const count = async () => Number(new RegExp(`curfew_http_request_seconds_count\\{.*method="GET",route="${path}",status="200".*\\} (\\d+)`, 'u').exec(await metrics())?.[1] ?? 0);
    const before = await count();
    await ada.device.ask(`GET ${path as `/${string}`}`, { headers: { 'x-request-id': `logged-${path.length}` } });
    expect(await count()).toBe(before + 1);
    await eventually(() => api.log.some((line) => line.includes(`logged-${path.length}`) && line.includes(`"path":"${path}","status":200`)));
  });
});

it('is activity, and moves the deadline', async () => {
  const phone = await signedIn(ada);
  const { body: first } = await phone.ask('GET /v1/sessions/current');
  await eventually(async () => {
    const { body } = await phone.ask('GET /v1/sessions/current');
    return (body as Session).lastActiveAt > (first as Session).lastActiveAt && (body as Session).expiresAt > (first as Session).expiresAt;
  });
});

it('notices where it is asked from', async () => {
  const phone = await signedIn(ada);
  const agent = { headers: { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0' } };
  await phone.ask('GET /v1/forward-auth', agent);
  await eventually(async () => ((await phone.ask('GET /v1/sessions/current', agent)).body as Session).device.name === 'Edge on Windows');
});

it('has CORS answers for an allowed Origin, and none for others', async () => {
  const { headers } = await ask(api, 'GET /v1/sessions/current', { headers: { ...ada.device.credentials(), origin: api.origin } });
  expect(headers['access-control-allow-origin']).toBe(api.origin);
  expect((await ask(api, 'GET /v1/sessions/current', { headers: { ...ada.device.credentials(), origin: 'https://elsewhere.example' } })).headers['access-control-allow-origin']).toBeUndefined();
});
