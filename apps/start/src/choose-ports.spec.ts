import { SettingsError } from '@curfew/platform';
import { choosePorts, type ChosenPorts } from './choose-ports.js';

/** Chooses on a machine where these ports are taken. Ports in `given` were set by the operator, the others are defaults. */
const choose = (taken: readonly number[], given: { readonly apiPort?: number; readonly gatewayPort?: number; readonly metricsPort?: number } = {}): Promise<ChosenPorts> => {
  const isFree = async (port: number): Promise<boolean> => !taken.includes(port);
  const nextFree = async (from: number, room: number): Promise<number> => {
    let port = from;
    while (taken.some((each) => each >= port && each <= port + room)) port += 1;
    return port;
  };
  const settings = { apiPort: 3000, gatewayPort: 3001, metricsPort: 9464, ...given };
  return choosePorts({ settings, isGiven: (key) => key in given }, { isFree, nextFree });
};

it('takes the defaults when they are free, and has nothing to note', async () => {
  expect(await choose([])).toEqual({ apiPort: 3000, gatewayPort: 3001, metricsPort: 9464, notes: [] });
});

it.each([
  ['the api moves, and keeps clear of the gateway', [3000], { apiPort: 3002, gatewayPort: 3001, metricsPort: 9464 }],
  ['the gateway moves', [3001], { apiPort: 3000, gatewayPort: 3002, metricsPort: 9464 }],
  ['metrics move when any of the three is taken', [9466], { apiPort: 3000, gatewayPort: 3001, metricsPort: 9467 }],
])('when a default port is taken, %s', async (_, taken, ports) => {
  const chosen = await choose(taken);
  expect(chosen).toMatchObject(ports);
  expect(chosen.notes[0]).toContain(`Port ${taken[0]} is taken`);
});

it('a default one that moves leaves alone what was set for another', async () => {
  expect(await choose([3000], { gatewayPort: 3001, metricsPort: 3002 })).toMatchObject({ apiPort: 3005, gatewayPort: 3001, metricsPort: 3002 });
});

it.each([
  { name: 'API_PORT', taken: [8080], given: { apiPort: 8080 }, port: 8080 },
  { name: 'GATEWAY_PORT', taken: [8081], given: { gatewayPort: 8081 }, port: 8081 },
  { name: 'GATEWAY_PORT', taken: [], given: { apiPort: 8080, gatewayPort: 8080 }, port: 8080 },
  { name: 'METRICS_PORT', taken: [9002], given: { metricsPort: 9000 }, port: 9002 },
])('$name that was set and is taken is an error that names it', async ({ name, taken, given, port }) => {
  const failure = await choose(taken, given).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SettingsError);
  expect(failure).toMatchObject({ exitCode: 78, problems: [expect.stringContaining(`${name}: port ${port} is taken`)] });
});

it('0 takes free ones, all different, and notes them', async () => {
  const { apiPort, gatewayPort, metricsPort, notes } = await choose([], { apiPort: 0, gatewayPort: 0, metricsPort: 0 });
  expect(new Set([apiPort, gatewayPort, metricsPort, metricsPort + 1, metricsPort + 2]).size).toBe(5);
  expect(notes).toEqual([expect.stringContaining(`${apiPort}`), expect.stringContaining(`${gatewayPort}`), expect.stringContaining(`${metricsPort}`)]);
});
