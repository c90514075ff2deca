import { ask } from '../support/ask.js';
import { curfew, type Door } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';
import { linked, type RawLink } from './raw-link.js';

const { apis: [api], gateways: [gateway], start } = await curfew({}, { gateways: 1, workers: 0 });
const ada = await signedUp(api);

/** A link that is signed in as one more of Ada's devices. */
async function signedInLink(at: Door = gateway): Promise<{ readonly link: RawLink; readonly device: Awaited<ReturnType<typeof signedIn>> }> {
  const device = await signedIn(ada);
  const link = await linked(at);
  link.read();
  link.say(`40{"token":"${device.token}"}`);
  await eventually(() => link.heard.some((text) => text.startsWith('40')));
  return { link, device };
}

it.each([
  ['an event that is not in the contract', '42["join","user:someone"]'],
  ['the name of one that only the server says', '42["session-revoked",{}]'],
  ['an acknowledgement that nobody asked for', '431[]'],
  ['a second CONNECT', '40'],
  ['another namespace\'s event', '42/admin,["watch"]'],
  ['broken JSON', '42["watch"'],
  ['no array', '42{}'],
  ['a reserved name', '42["disconnect"]'],
  ['an error', '42["error","x"]'],
  ['a name that is no text', '42[{"toString":"x"}]'],
  ['an event with attachments', '451-["x",{"_placeholder":true,"num":0}]'],
  ['a packet of no type', '49'],
  ['a frame of no type', 'x'],
  ['an empty frame', ''],
  ['a ping, which only the server sends', '2'],
  ['a message over 16 KiB', `42["watch","${'x'.repeat(16 * 1024)}"]`],
])('closes the socket for %s', async (_name, text) => {
  const { link } = await signedInLink();
  link.say(text);
  await link.closed();
});

it('closes it for binaries', async () => {
  const { link } = await signedInLink();
  link.sayBytes(Buffer.from([1, 2, 3]));
  await link.closed();
});

it('closes a link whose client leaves the namespace', async () => {
  const { link } = await signedInLink();
  link.say('41');
  await link.closed();
});

it('closes it for a flood, while others do not notice', async () => {
  const [other, { link }] = [await connected(ada.device, gateway), await signedInLink()];
  for (let count = 0; count < 1000; count += 1) link.say('3');
  await link.closed();
  expect(other.socket.connected).toBe(true);
  expect(await ask(gateway, 'GET /health/ready')).toMatchObject({ status: 200 });
});

it('gets rid of a client that does not read, and its receipt does not wait for that', async () => {
  const device = await signedIn(ada);
  const link = await linked(gateway);
  link.say(`40{"token":"${device.token}"}`);
  await eventually(async () => (await ada.device.sessions()).items.some(({ id, online }) => id === device.session.id && online));
  const gone = await closings(gateway);

  const { receipt } = await ada.device.logOut(device);

  expect(receipt).toMatchObject({ confirmed: true, socketsClosed: 1 });
  await eventually(async () => (await closings(gateway)) > gone, 3_000);
});

it('says going-away with a random time to everyone, then closes and ends, when it is told to stop', async () => {
  const stopping = await start('gateway');
  const sockets = await Promise.all(Array.from({ length: 20 }, async () => connected(await signedIn(ada), stopping)));

  await stopping.stop();

  expect(new Set(await Promise.all(sockets.map((socket) => socket.closed())))).toEqual(new Set(['io server disconnect']));
  const times = sockets.map(({ messages }) => messages.find(({ name }) => name === 'going-away')?.body);
  expect(times).toEqual(sockets.map(() => ({ retryAfterMs: expect.any(Number) })));
  expect(new Set(times.map((each) => JSON.stringify(each))).size).toBeGreaterThan(10);
});

async function closings({ ports }: Door): Promise<number> {
  const { body } = await ask({ url: `http://127.0.0.1:${ports['metrics']}` }, 'GET /metrics');
  return Number(/^curfew_socket_closing_seconds_count\S* (\d+)/mu.exec(String(body))?.[1]);
}
