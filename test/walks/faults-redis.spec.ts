import type { Ended } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';

// G2: whatever Redis does at the moment of a log-out, everyone learns of it by the log, and the receipt says so.
const { apis: [api, other = api], gateways: [gateway, second = gateway], redis } = await curfew({ POLL_INTERVAL: '300ms', LEASE: '6s', CONFIRM_WAIT: '200ms' }, { apis: 2 });
const root = await administrator(api);

const faults = {
  killed: { begin: () => redis.kill(), end: () => redis.start() },
  frozen: { begin: async () => redis.freeze(), end: async () => redis.thaw() },
} as const;

describe.each(['killed', 'frozen'] as const)('with Redis %s', (fault) => {
  const { begin, end } = faults[fault];

  it.each(['just before', 'at the same time as', 'just after'] as const)('%s a log-out: sockets close, the other api refuses, the receipt is confirmed by the log', async (when) => {
    const ada = await signedUp(api);
    const phone = await signedIn(ada);
    const sockets = await Promise.all([gateway, second].map((at) => connected(phone, at)));
    expect(await phone.at(other).admitted()).toBe(200);

    const asked = performance.now();
    if (when === 'just before') await begin();
    const [answer] = await Promise.all([ada.device.logOut(phone), when === 'at the same time as' && begin()]);
    const answered = performance.now();
    if (when === 'just after') await begin();
    const closed = await Promise.all(sockets.map((socket) => socket.ending()));
    const closedAt = performance.now();
    await eventually(async () => (await phone.at(other).admitted()) === 401);
    const refusedAt = performance.now();

    expect(closed).toEqual(['revoked-by-user', 'revoked-by-user']);
    expect(await phone.admitted()).toBe(401);
    for (const at of [gateway, second]) expect((await refused(phone, at)).data).toMatchObject({ status: 401 });
    const again = await eventually(async () => {
      const { receipt } = await ada.device.call<Ended>(`DELETE /v1/sessions/${phone.session.id}?wait=6000`);
      return receipt.confirmed && receipt;
    });
    expect(again).toMatchObject({ position: answer.receipt.position, consumers: { acknowledged: 5, live: 5 } });
    tell(`Redis ${fault} ${when}: answered ${ms(answered - asked)}, sockets closed ${ms(closedAt - answered)} later, refused on the other api ${ms(refusedAt - answered)} later`);
  });

  it('opens sessions, lets sockets in, and logs out everything of a user', async () => {
    await begin();
    const bob = await signedUp(other, 'bob');
    const socket = await connected(bob.device, second);

    await root.device.call(`DELETE /v1/admin/users/${bob.user.id}/sessions`);

    expect(await socket.ending()).toBe('revoked-by-admin');
    await eventually(async () => (await bob.device.admitted()) === 401);
  });

  afterEach(async () => {
    await end();
    // The doorbell rings again: what it says is heard by a socket elsewhere.
    await eventually(async () => Promise.all([api, other, gateway, second].map(ringing)).then((all) => all.every(Boolean)), 20_000);
  }, 30_000);
});

async function ringing({ url }: { readonly url: string }): Promise<boolean> {
  const answer = await fetch(`${url}/health/ready`);
  const { parts } = (await answer.json()) as { readonly parts: Readonly<Record<string, string>> };
  return answer.status === 200 && parts['redis'] === 'ok';
}

const ms = (value: number): string => `${value.toFixed(0)} ms`;

const tell = (line: string): void => void process.stdout.write(`  ${line}\n`);
