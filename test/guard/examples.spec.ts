import { accessSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { io } from 'socket.io-client';
import { ask, cookieOf, ok } from '../support/ask.js';
import { atEnd } from '../support/at-end.js';
import { curfew } from '../support/curfew.js';
import { eventually, within } from '../support/eventually.js';
import { administrator, signedIn, signedUp } from '../support/people.js';
import { example, type Example } from './examples.js';
import { guardKey } from './fleet.js';

const { apis: [api] } = await curfew({ CONFIRM_WAIT: '5s' }, { gateways: 1, workers: 0 });
const root = await administrator(api);
const env = { CURFEW_URL: api.url, CURFEW_API_KEY: await guardKey(root, ['feed', 'introspect', 'sessions:write']) };
const [express, fastify, nest, chat] = await Promise.all(['express/server.js', 'fastify/server.js', 'nest/start.js', 'chat/server.js'].map((script) => example(script, env)));
const nginx = isInstalled('nginx') ? await example('nginx/start.js', env) : undefined;

it.each<[string, Example | undefined]>([
  ['express', express],
  ['fastify', fastify],
  ['nest', nest],
  ...(nginx === undefined ? [] : [['nginx', nginx] satisfies [string, Example]]),
])('%s: lets in who is signed in at Curfew, by token or cookie, and refuses them once they are logged out there', async (_, app) => {
  if (app === undefined) throw new Error('it did not start');
  const ada = await signedUp(api);
  const [phone, browser] = [await signedIn(ada), await signedIn(ada, 'cookie')];
  const cookie = { cookie: `curfew=${browser.token}` };
  const seen = async (headers: Record<string, string>) => (await ask(app, 'GET /', { headers })).status;

  expect((await ask(app, 'GET /', { headers: phone.credentials() })).body).toMatchObject({ hello: { userId: ada.user.id, sessionId: phone.session.id } });
  expect([await seen(cookie), await seen({}), await seen({ authorization: 'Bearer nonsense' })]).toEqual([200, 401, 401]);

  const { receipt } = await ada.device.logOutOthers();

  expect(receipt.confirmed).toBe(true);
  expect([await seen(phone.credentials()), await seen(cookie), await seen(ada.device.credentials())]).toEqual([401, 401, 200]);
});

it('express: signs people in itself, and obeys when Curfew is told to log them out', async () => {
  if (express === undefined) throw new Error('it did not start');
  const answer = await ask(express, 'POST /sign-in', { body: { name: 'grace' } });
  expect(answer.status).toBe(200);
  const headers = { cookie: `curfew=${cookieOf(answer)?.value ?? ''}` };
  const { hello } = ok<{ hello: { sessionId: string; externalId: string } }>(await ask(express, 'GET /', { headers }));
  expect(hello.externalId).toBe('grace');

  await root.device.call(`DELETE /v1/admin/sessions/${hello.sessionId}`);

  const refused = await ask(express, 'GET /', { headers });
  expect([refused.status, refused.headers['content-type'], refused.body]).toEqual([401, 'application/problem+json; charset=utf-8', expect.objectContaining({ code: 'unauthenticated' })]);
});

it('fastify and nest: a route that says so is open to all', async () => {
  for (const app of [fastify, nest]) expect(app && (await ask(app, 'GET /health'))).toMatchObject({ status: 200, body: { ready: true, admits: true } });
});

it('chat: refuses a stranger, closes the socket of whoever is logged out at once, says why, and hears nothing more of it', async () => {
  if (chat === undefined) throw new Error('it did not start');
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const socketOf = (auth: object) => {
    const socket = io(chat.url, { transports: ['websocket'], forceNew: true, reconnection: false, auth });
    atEnd(() => void socket.disconnect());
    return socket;
  };
  const stranger = socketOf({ token: 'nonsense' });
  const refusal = await within(10_000, new Promise((resolve) => stranger.once('connect_error', resolve)), 'refused');
  expect(refusal).toMatchObject({ data: { status: 401, code: 'unauthenticated' } });

  const [mine, other] = [socketOf({ token: phone.token }), socketOf({ token: ada.device.token })];
  const [heard, last, closed]: [unknown[], unknown[], unknown[]] = [[], [], []];
  other.on('said', (said) => heard.push(said));
  mine.on('session-ended', (why) => last.push(why)).on('disconnect', (how) => closed.push(how));
  await Promise.all([mine, other].map((socket) => within(10_000, new Promise<void>((resolve) => socket.once('connect', resolve)), 'connected')));
  mine.emit('say', 'hello');
  await eventually(() => heard.length === 1);

  const { receipt } = await ada.device.logOut(phone);
  mine.emit('say', 'still here');
  await eventually(() => closed.length === 1);
  other.emit('say', 'gone?');
  await eventually(() => heard.length === 2);

  expect(receipt).toMatchObject({ confirmed: true, socketsClosed: 1 });
  expect([last, closed]).toEqual([[{ reason: 'revoked-by-user' }], ['io server disconnect']]);
  expect(heard.map((said) => (said as { text: string }).text)).toEqual(['hello', 'gone?']);
});

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program));
      return true;
    } catch {
      return false;
    }
  });
}
