import { ask } from '../support/ask.js';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { postgresOfOwn } from '../support/postgres.js';
import { password, signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';

// G3: who can ask nobody admits nobody, once what it knew is a lease old; and all is well again without a restart.
const LEASE = 3_000;
const database = await postgresOfOwn();
const { apis: [api], gateways: [gateway], workers, start } = await curfew({ POLL_INTERVAL: '200ms', LEASE: `${LEASE}ms` }, { gateways: 1, database });
const stale = await start('api', { ON_STALE: 'allow' });

it('refuses requests, handshakes and sign-ins while PostgreSQL stands still, asks its sockets to come back, and comes back itself', async () => {
  const ada = await signedUp(api);
  const [phone, unknown] = [await signedIn(ada), await signedIn(ada)];
  const socket = await connected(phone, gateway);
  expect([await phone.admitted(), await phone.at(stale).admitted()]).toEqual([200, 200]);

  await database.freeze();
  try {
    const frozen = performance.now();
    const answer = await eventually(async () => {
      const got = await phone.ask('GET /v1/sessions/current');
      return got.status !== 200 && got;
    });
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(await unknown.ask('GET /v1/sessions/current')).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(await ada.device.ask(`DELETE /v1/sessions/${phone.session.id}`)).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    const refusal = await eventually(async () => {
      const { data } = await refused(phone, gateway);
      return data;
    });
    expect(refusal).toMatchObject({ status: 503, code: 'unavailable' });
    expect(await ask(api, 'POST /v1/sessions', { body: { email: ada.email, password, delivery: 'token' } })).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect((await readiness(api.url)).status).toBe(503);
    expect((await readiness(gateway.url)).parts).toMatchObject({ lease: 'unavailable', postgresql: 'unavailable' });

    expect(await socket.closed()).toBe('io server disconnect');
    expect(performance.now() - frozen).toBeGreaterThan(2 * LEASE * 0.8);
    expect(socket.messages.at(-1)).toMatchObject({ name: 'going-away', body: { retryAfterMs: expect.any(Number) } });
  } finally {
    await database.thaw();
  }

  await eventually(async () => (await phone.admitted()) === 200, 20_000);
  await eventually(async () => (await unknown.admitted()) === 200);
  const back = await eventually(() => connected(phone, gateway), 20_000);
  await ada.device.logOut(phone);
  expect(await back.ending()).toBe('revoked-by-user');
  await eventually(async () => (await Promise.all([api, gateway].map(({ url }) => readiness(url)))).every(({ status }) => status === 200));
}, 60_000);

it('says loudly where stale is allowed, admits there what it knows, and shows that it has no lease', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const known = phone.at(stale);
  const unknown = (await signedIn(ada)).at(stale);
  expect(await known.admitted()).toBe(200);
  await twoPolls();
  expect(stale.log.some((line) => line.includes('"level":"warn"') && line.includes('ON_STALE is allow'))).toBe(true);
  expect(api.log.some((line) => line.includes('ON_STALE'))).toBe(false);

  await database.freeze();
  try {
    await eventually(async () => (await phone.admitted()) === 503);
    expect(await known.admitted()).toBe(200);
    expect(await unknown.admitted()).toBe(503);
    expect((await readiness(stale.url)).parts).toMatchObject({ lease: 'unavailable' });
  } finally {
    await database.thaw();
  }
  await eventually(async () => (await unknown.admitted()) === 200, 20_000);
}, 60_000);

it('has not started anything again', () => {
  for (const { pid } of [api, gateway, stale, ...workers]) expect(process.kill(pid, 0)).toBe(true);
});

/** What was read is relied on without a lease once a poll was answered that was sent after it: the next but one, at the latest, when a third has begun. */
async function twoPolls(): Promise<void> {
  const renewals = async (): Promise<number> => Number((await database.query<{ readonly renewals: string }>('select renewals from consumers where allows_when_stale'))[0]?.renewals);
  const before = await renewals();
  await eventually(async () => (await renewals()) >= before + 3);
}

async function readiness(url: string): Promise<{ readonly status: number; readonly parts: Readonly<Record<string, string>> }> {
  const answer = await fetch(`${url}/health/ready`);
  return { status: answer.status, parts: ((await answer.json()) as { readonly parts: Readonly<Record<string, string>> }).parts };
}
