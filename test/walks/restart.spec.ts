import { curfew } from '../support/curfew.js';
import { postgresOfOwn } from '../support/postgres.js';
import { signedIn, signedUp } from '../support/people.js';
import { connected, refused } from '../support/socket.js';

const database = await postgresOfOwn();
const { apis: [api], gateways: [gateway], workers, redis, start } = await curfew({}, { gateways: 1, database });

it('keeps an answered revocation through the death of everything at once, the data of Redis included', async () => {
  const ada = await signedUp(api);
  const [kept, gone, others] = [await signedIn(ada), await signedIn(ada), await signedUp(api, 'bob')];
  const alsoGone = await signedIn(others);
  await connected(gone, gateway);
  const { receipt } = await kept.logOut(gone);
  await others.device.logOutOthers();

  await Promise.all([api, gateway, ...workers].map((each) => each.kill()));
  await Promise.all([database.kill(), redis.kill()]);
  await Promise.all([database.start(), redis.start()]);
  await Promise.all([start('api', { API_PORT: port(api.url) }), start('gateway', { GATEWAY_PORT: port(gateway.url) }), start('worker')]);

  expect([await kept.admitted(), await others.device.admitted()]).toEqual([200, 200]);
  expect([await gone.admitted(), await alsoGone.admitted()]).toEqual([401, 401]);
  expect((await refused(gone, gateway)).data).toMatchObject({ status: 401 });
  const again = await kept.logOut(gone);
  expect(again.receipt.position).toBe(receipt.position);
  expect((await connected(kept, gateway)).socket.connected).toBe(true);
}, 60_000);

const port = (url: string): string => new URL(url).port;
