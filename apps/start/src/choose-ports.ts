import { isFree, nextFree, portTaken, type Settings } from '@curfew/platform';

/** The ports that the processes get, and what the user should know about them. */
export interface ChosenPorts {
  readonly apiPort: number;
  readonly gatewayPort: number;
  readonly metricsPort: number;
  /** One line for each that is not what would be expected. */
  readonly notes: readonly string[];
}

/** How free ports are found; tests say it themselves. */
export interface PortFinder {
  isFree(port: number): Promise<boolean>;
  /** The first from `from` on that is free with the `room` ports above it. */
  nextFree(from: number, room: number): Promise<number>;
}

/**
 * A port that was set must be free: else a SettingsError. A default one that is taken makes way to the next free one, 0 takes a free one;
 * both are noted. Metrics need three in a row.
 */
export const choosePorts = async (wanted: WantedPorts, finder: PortFinder = { isFree, nextFree }): Promise<ChosenPorts> => {
  const api = await choose(wanted, finder, { key: 'apiPort', room: 0, avoid: [] });
  const gateway = await choose(wanted, finder, { key: 'gatewayPort', room: 0, avoid: [api.port] });
  const metrics = await choose(wanted, finder, { key: 'metricsPort', room: 2, avoid: [api.port, gateway.port] });
  const notes = [api.note, gateway.note, metrics.note].filter((note) => note !== undefined);
  return { apiPort: api.port, gatewayPort: gateway.port, metricsPort: metrics.port, notes };
};

type PortKey = 'apiPort' | 'gatewayPort' | 'metricsPort';

interface WantedPorts {
  readonly settings: Pick<Settings, PortKey>;
  /** Which of them the operator set. */
  readonly isGiven: (key: PortKey) => boolean;
}

interface Choice {
  readonly key: PortKey;
  readonly room: number;
  readonly avoid: readonly number[];
}

const choose = async ({ settings, isGiven }: WantedPorts, finder: PortFinder, choice: Choice): Promise<{ port: number; note?: string }> => {
  const wanted = settings[choice.key];
  // Free ports are looked for below the range that the system hands out for outgoing connections (from 32768 on Linux).
  if (wanted === 0) {
    const port = await freeFrom(finder, 20_000 + Math.floor(Math.random() * 10_000), choice);
    return { port, note: `${TITLES[choice.key]} on port ${port}` };
  }
  const taken = await firstTaken(finder, wanted, choice);
  if (taken === undefined) return { port: wanted };
  if (isGiven(choice.key)) throw portTaken(choice.key, taken);
  const port = await freeFrom(finder, wanted + 1, choice);
  return { port, note: `Port ${taken} is taken: ${TITLES[choice.key]} on port ${port} instead` };
};

const TITLES = { apiPort: 'the dashboard and the API are', gatewayPort: 'the gateway is', metricsPort: 'metrics are' } as const;

const firstTaken = async (finder: PortFinder, from: number, { room, avoid }: Choice): Promise<number | undefined> => {
  for (let port = from; port <= from + room; port += 1) {
    if (avoid.includes(port) || !(await finder.isFree(port))) return port;
  }
  return undefined;
};

const freeFrom = async (finder: PortFinder, from: number, choice: Choice): Promise<number> => {
  const port = await finder.nextFree(from, choice.room);
  const clash = choice.avoid.find((other) => other >= port && other <= port + choice.room);
  return clash === undefined ? port : freeFrom(finder, clash + 1, choice);
};
