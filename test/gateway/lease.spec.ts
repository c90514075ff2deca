import { ask } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { postgresOfOwn } from '../support/postgres.js';
import { connected, refused } from '../support/socket.js';

const postgres = await postgresOfOwn();
const { apis: [api], gateways: [gateway] } = await curfew({ LEASE: '2s', POLL_INTERVAL: '200ms' }, { gateways: 1, workers: 0, database: postgres });
afterAll(() => postgres.drop(), 20_000);

it('refuses handshakes with 503 without a lease and says which part is down, without a word of an end to those who stay', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const socket = await connected(ada.device, gateway);
  expect(await ask(gateway, 'GET /health/ready')).toMatchObject({ status: 200 });

  await postgres.kill();
  await eventually(async () => (await ask(gateway, 'GET /health/ready')).status === 503);
  await eventually(async () => {
    const { body } = await ask(gateway, 'GET /health/ready');
    expect(body).toMatchObject({ status: 'unavailable', parts: { postgresql: 'unavailable', lease: 'unavailable' } });
    return true;
  });
  expect(await refused(phone, gateway)).toMatchObject({ data: { status: 503, code: 'unavailable' } });
  expect((await ask(gateway, 'GET /health/live')).status).toBe(200);

  await postgres.start();
  await eventually(async () => (await ask(gateway, 'GET /health/ready')).status === 200);
  await eventually(async () => (await connected(phone, gateway)).socket.connected);
  // It stayed, or was asked to come back, as the outage was short or long; it was not told that its session is over.
  expect(socket.messages.map(({ name }) => name)).not.toContain('session-revoked');
}, 60_000);

it('sends everyone away when the lease has been gone for as long again', async () => {
  // After the outage of the test before: the api finds PostgreSQL by itself, not at the same time as the gateway.
  await eventually(async () => (await ask(api, 'GET /health/ready')).status === 200);
  const ada = await signedUp(api);
  const sockets = await Promise.all([connected(ada.device, gateway), connected(ada.device, gateway)]);
  await postgres.kill();

  expect(await Promise.all(sockets.map((socket) => socket.closed()))).toEqual(['io server disconnect', 'io server disconnect']);
  for (const { messages } of sockets) expect(messages.at(-1)).toEqual({ name: 'going-away', body: { retryAfterMs: expect.any(Number) } });

  await postgres.start();
  await eventually(async () => (await ask(gateway, 'GET /health/ready')).status === 200);
  expect((await connected(ada.device, gateway)).socket.connected).toBe(true);
}, 60_000);
