import { setTimeout as pause } from 'node:timers/promises';
import type { Session } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';

const { apis: [api], gateways, database } = await curfew({ IDLE_AFTER: '1s', IDLE_TIMEOUT: '2s', ABSOLUTE_TIMEOUT: '6s', POLL_INTERVAL: '200ms', LEASE: '2s' });

it('ends a session that nobody uses: its sockets are told and closed, and it is marked', async () => {
  const ada = await signedUp(api);
  const sockets = await Promise.all(gateways.map((gateway) => connected(ada.device, gateway)));

  expect(await Promise.all(sockets.map((socket) => socket.ending()))).toEqual(['idle-timeout', 'idle-timeout']);

  expect(await ada.device.admitted()).toBe(401);
  expect((await refused(ada.device, gateways[0])).data).toMatchObject({ status: 401 });
  expect(await rowOf(ada.device.session.id)).toEqual({ reason: 'idle-timeout', onTime: true });
  expect(await endsOf(ada.device.session.id)).toEqual(['session-expired']);
});

it('keeps one that is used until its last hour, and no longer', async () => {
  const ada = await signedUp(api);
  const socket = await connected(ada.device, gateways.at(-1) ?? gateways[0]);
  const opened = performance.now();
  let lastSeen: Session | undefined;

  while ((await ada.device.admitted()) === 200) {
    lastSeen = await ada.device.call<Session>('GET /v1/sessions/current').catch(() => lastSeen);
    await pause(200); // a user who comes back again and again, not a wait for something to be so
  }

  expect(performance.now() - opened).toBeGreaterThan(4_500);
  expect(performance.now() - opened).toBeLessThan(8_000);
  expect(lastSeen).toMatchObject({ status: 'active' });
  expect(await socket.ending()).toBe('absolute-timeout');
  expect(await rowOf(ada.device.session.id)).toEqual({ reason: 'absolute-timeout', onTime: true });
});

it('counts neither an open socket nor being looked at as use', async () => {
  const ada = await signedUp(api);
  const phone = await signedIn(ada);
  const socket = await connected(phone, gateways[0]);
  const idle = eventually(async () => (await ada.device.sessions()).items.find(({ id, status }) => id === phone.session.id && status === 'idle'));

  expect(await idle).toMatchObject({ online: true });
  expect(await socket.ending()).toBe('idle-timeout');
});

async function rowOf(id: string): Promise<object | undefined> {
  const [row] = await eventually(async () => {
    const rows = await database.query<{ reason: string; onTime: boolean }>(
      `select end_reason as reason, ended_at between expires_at - interval '1 ms' and expires_at + interval '5 s' as "onTime" from sessions where id = $1 and ended_at is not null`,
      [id],
    );
    return rows.length > 0 && rows;
  });
  return row;
}

async function endsOf(id: string): Promise<readonly string[]> {
  const rows = await database.query<{ type: string }>(`select type from session_events where session_id = $1 and type <> 'session-created' order by xid, number`, [id]);
  return rows.map(({ type }) => type);
}
