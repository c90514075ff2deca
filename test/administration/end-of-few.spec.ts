import type { Revocation, RevocationAccepted } from '@curfew/contracts';
import { curfew } from '../support/curfew.js';
import { eventually } from '../support/eventually.js';
import { administrator, signedIn, signedUp } from '../support/people.js';
import { connected } from '../support/socket.js';
import { opened } from './opened.js';

// Nobody polls while this runs.
const { apis: [api], gateways, database } = await curfew({ POLL_INTERVAL: '1m', LEASE: '3m', CONFIRM_WAIT: '1s' });
const root = await administrator(api);

it('is confirmed by those who have heard of each end, before any of them reads the log again, and counts the sockets that it closed', async () => {
  const eve = await signedUp(api, 'eve');
  const phone = await signedIn(eve);
  const sockets = await Promise.all(gateways.map((gateway) => connected(phone, gateway)));
  await opened(database, 230, { userId: eve.user.id });

  const { revocation } = await root.device.call<RevocationAccepted>('POST /v1/admin/revocations', { filter: { userId: eve.user.id }, reason: 'a stolen laptop' });
  const done = await eventually(async () => {
    const now = await root.device.call<Revocation>(`GET /v1/admin/revocations/${revocation.id}`);
    return now.finishedAt === null ? undefined : now;
  }, 20_000);

  expect(done).toMatchObject({ status: 'completed', revoked: 232, socketsClosed: 2, receipt: { confirmed: true, socketsClosed: 2 } });
  expect(await Promise.all(sockets.map((socket) => socket.ending()))).toEqual(['bulk', 'bulk']);
});
