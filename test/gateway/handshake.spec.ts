import { ask } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { attempt, connected } from '../support/socket.js';
import { linked, upgrade } from './raw-link.js';

const { apis: [api], gateways: [gateway] } = await curfew({}, { gateways: 1, workers: 0 });
const ada = await signedUp(api);
const browser = await signedIn(ada, 'cookie');

it.each(['https://evil.test', 'null', `${api.origin}.evil.test`, `${api.origin}0`, api.origin.replace('http:', 'https:'), `${api.origin}/`, ''])(
  'refuses the Origin %j before the upgrade, with the cookie and with a token alike',
  async (origin) => {
    for (const headers of [{ cookie: `curfew=${browser.token}` }, {}]) {
      const { status, link } = await upgrade(gateway, { ...headers, origin });
      expect([status, link]).toEqual([400, undefined]);
    }
  },
);

it('lets the cookie of its own page in, and no cookie without an Origin', async () => {
  const socket = await connected(browser, gateway);
  expect(socket.socket.connected).toBe(true);

  const link = (await upgrade(gateway, { cookie: `curfew=${browser.token}` })).link;
  link?.read();
  link?.say('40');
  await eventually(() => link?.heard.some((text) => text.startsWith('44') && text.includes('"code":"unauthenticated"')));
});

it.each([
  ['long-polling', 'EIO=4&transport=polling', 'GET'],
  ['long-polling by POST', 'EIO=4&transport=polling', 'POST'],
  ['an older protocol', 'EIO=3&transport=websocket', 'GET'],
  ['an unknown transport', 'EIO=4&transport=webtransport', 'GET'],
] as const)('speaks no %s', async (_name, query, method) => {
  expect((await ask(gateway, `${method} /socket.io/?${query}`)).status).toBe(400);
});

it('lets nobody take a link over by its id, nor in by a token in the URL', async () => {
  const link = await linked(gateway);
  link.read();
  const sid = await eventually(() => /"sid":"([^"]+)"/u.exec(link.heard[0] ?? '')?.[1]);
  expect((await upgrade(gateway, {}, `EIO=4&transport=websocket&sid=${sid}`)).status).toBe(400);

  const { link: other } = await upgrade(gateway, {}, `EIO=4&transport=websocket&token=${ada.device.token}`);
  other?.read();
  other?.say('40');
  await eventually(() => other?.heard.some((text) => text.startsWith('44')));
});

it('closes a link that does not say who it is within 5 s, and one that was refused', async () => {
  const [silent, wrong] = [await linked(gateway), await linked(gateway)];
  wrong.say('40{"token":"x"}');
  await wrong.closed(3_000);
  await silent.closed(7_000);
}, 15_000);

it('gives a link one try', async () => {
  const link = await linked(gateway);
  link.read();
  link.say('40{"token":"x"}');
  link.say(`40{"token":"${ada.device.token}"}`);
  await link.closed();
  expect(link.heard.filter((text) => text.startsWith('40'))).toEqual([]);
});

it('refuses what is no token without a word of why', async () => {
  for (const token of ['x', 'A'.repeat(43), ada.device.session.id]) {
    const { outcome } = attempt(Object.assign(Object.create(ada.device), { token }), gateway);
    expect(await outcome).toEqual({ message: 'unauthenticated', data: { status: 401, code: 'unauthenticated' } });
  }
});

it('answers health, and problem+json for the rest', async () => {
  expect(await ask(gateway, 'GET /health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(await ask(gateway, 'GET /health/ready')).toMatchObject({ status: 200, body: { status: 'ok', parts: { postgresql: 'ok', lease: 'ok' } } });
  const nothing = await ask(gateway, 'GET /nothing');
  expect(nothing).toMatchObject({ status: 404, body: { code: 'not-found', status: 404 } });
  expect(nothing.headers['content-type']).toMatch('application/problem+json');
});
