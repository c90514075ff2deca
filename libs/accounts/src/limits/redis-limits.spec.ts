import { createServer, type AddressInfo } from 'node:net';

import { createSignInLimits } from './redis-limits.js';
import type { SignInLimits } from './limits.js';

// A port that was free a moment ago: nobody answers there, as when Redis is lost.
const lostRedis = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `redis://127.0.0.1:${port}`;
};

const log = { warn: () => undefined, info: () => undefined };
let limits: SignInLimits;
beforeEach(async () => (limits = createSignInLimits({ redisUrl: await lostRedis(), log })));
afterEach(() => limits.stop());

const fail = async (account: string, ipAddress: string, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) await limits.attempt({ account, ipAddress });
};
const refused = { code: 'too-many-requests', retryAfterSeconds: expect.any(Number) };

describe('without Redis', () => {
  it('lets an account be guessed at ten times from one network, whichever of its addresses is used', async () => {
    for (let host = 1; host <= 10; host += 1) await fail('ada', `2001:db8::${host}`, 1);

    await expect(limits.attempt({ account: 'ada', ipAddress: '2001:db8::ff' })).rejects.toMatchObject(refused);
  });

  it('lets the owner in from elsewhere while someone guesses', async () => {
    await fail('ada', '192.0.2.1', 10);

    await expect(limits.attempt({ account: 'ada', ipAddress: '192.0.2.2' })).resolves.toBeDefined();
  });

  it('stops one password tried on many accounts', async () => {
    for (let account = 0; account < 30; account += 1) await fail(`user-${account}`, '192.0.2.1', 1);

    await expect(limits.attempt({ account: 'another', ipAddress: '192.0.2.1' })).rejects.toMatchObject(refused);
  });

  it('stops one account guessed at from everywhere, but for where its owner signed in before', async () => {
    const owner = { account: 'ada', ipAddress: '198.51.100.1' };
    await (await limits.attempt(owner)).succeeded();
    for (let host = 0; host < 100; host += 1) await fail('ada', `203.0.113.${host}`, 1);

    await expect(limits.attempt({ account: 'ada', ipAddress: '203.0.113.200' })).rejects.toMatchObject(refused);
    await expect(limits.attempt(owner)).resolves.toBeDefined();
  });

  it('knows where an account was made', async () => {
    const owner = { account: 'ada', ipAddress: '192.0.2.1' };
    await limits.opened(owner);
    for (let account = 0; account < 30; account += 1) await fail(`user-${account}`, '192.0.2.1', 1);

    await expect(limits.attempt(owner)).resolves.toBeDefined();
    await expect(limits.attempt({ ...owner, account: 'another' })).rejects.toMatchObject(refused);
  });

  it('forgets the failures of an account when its owner gets it right', async () => {
    await fail('ada', '192.0.2.1', 9);
    await (await limits.attempt({ account: 'ada', ipAddress: '192.0.2.1' })).succeeded();

    await fail('ada', '192.0.2.1', 10);
    await expect(limits.attempt({ account: 'ada', ipAddress: '192.0.2.1' })).rejects.toMatchObject(refused);
  });

  it('does not count tries that were never checked', async () => {
    for (let time = 0; time < 20; time += 1) await (await limits.attempt({ account: 'ada', ipAddress: '192.0.2.1' })).withdrawn();

    await expect(limits.attempt({ account: 'ada', ipAddress: '192.0.2.1' })).resolves.toBeDefined();
  });

  it('bounds new accounts by network', async () => {
    for (let time = 0; time < 100; time += 1) await limits.opening('192.0.2.1');

    await expect(limits.opening('192.0.2.1')).rejects.toMatchObject(refused);
    await expect(limits.opening('192.0.2.2')).resolves.toBeUndefined();
  });
});
