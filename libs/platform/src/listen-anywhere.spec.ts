import { createServer, type Server } from 'node:net';

import { listenAnywhere, type Listener } from './listen-anywhere.js';
import { listen } from './ports.js';

const servers: Server[] = [];
afterEach(async () => void (await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))));

const server = (): Server => {
  const made = createServer();
  servers.push(made);
  return made;
};
const listener = (): { readonly listener: Listener; readonly port: () => number } => {
  const own = server();
  const port = (): number => {
    const address = own.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  return { listener: ({ port: wanted, host }) => listen(own, wanted, host), port };
};
const nobody = (): void => undefined;

it('takes the port that is wanted; 0 takes a free one', async () => {
  const { listener: own, port } = listener();
  await listenAnywhere(own, { setting: 'apiPort', settings: { apiPort: 0, gatewayPort: 3001 }, given: true, moved: nobody });
  expect(port()).toBeGreaterThan(0);
});

it('makes way where a default is taken, past the place of the other process, and refuses where the operator set it', async () => {
  const taken = await listen(server(), 0, '::');
  const settings = { apiPort: taken, gatewayPort: taken + 1 };
  await expect(listenAnywhere(listener().listener, { setting: 'apiPort', settings, given: true, moved: nobody })).rejects.toThrow(`API_PORT: port ${taken} is taken`);

  const { listener: own, port } = listener();
  const moves: number[] = [];
  await listenAnywhere(own, { setting: 'apiPort', settings, given: false, moved: (_wanted, to) => moves.push(to) });

  expect(port()).toBe(moves.at(-1));
  expect(port()).toBeGreaterThan(taken + 1);
});
