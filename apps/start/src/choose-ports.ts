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
  const api = await choose(wanted, finder, { key: 'apiPort', chosen: [] });
  const gateway = await choose(wanted, finder, { key: 'gatewayPort', chosen: [api.port] });
  const metrics = await choose(wanted, finder, { key: 'metricsPort', chosen: [api.port, gateway.port] });
  const notes = [api.note, gateway.note, metrics.note].filter((note) => note !== undefined);
  return { apiPort: api.port, gatewayPort: gateway.port, metricsPort: metrics.port, notes };
};

type PortKey = (typeof KEYS)[number];

interface WantedPorts {
  readonly settings: Pick<Settings, PortKey>;
  /** Which of them the operator set. */
  readonly isGiven: (key: PortKey) => boolean;
}

interface Choice {
  readonly key: PortKey;
  /** What was chosen before it. */
  readonly chosen: readonly number[];
}

const choose = async (wanted: WantedPorts, finder: PortFinder, { key, chosen }: Choice): Promise<{ port: number; note?: string }> => {
  const port = wanted.settings[key];
  // One that moves also keeps clear of what the others want: those need not move then, and may not, when they were set.
  const others = KEYS.filter((other) => other !== key).flatMap((other) => rangeOf(other, wanted.settings[other]));
  const free = (from: number): Promise<number> => freeFrom(finder, from, { key, chosen: [...chosen, ...others] });
  if (port === 0) {
    // Below the range that the system hands out for outgoing connections (from 32768 on Linux).
    const found = await free(20_000 + Math.floor(Math.random() * 10_000));
    return { port: found, note: `${TITLES[key]} on port ${found}` };
  }
  const taken = await firstTaken(finder, port, { key, chosen });
  if (taken === undefined) return { port };
  if (wanted.isGiven(key)) throw portTaken(key, taken);
  const found = await free(port + 1);
  return { port: found, note: `Port ${taken} is taken: ${TITLES[key]} on port ${found} instead` };
};

const KEYS = ['apiPort', 'gatewayPort', 'metricsPort'] as const;
const TITLES = { apiPort: 'the dashboard and the API are', gatewayPort: 'the gateway is', metricsPort: 'metrics are' } as const;
/** How many ports above it are used as well. */
const ABOVE = { apiPort: 0, gatewayPort: 0, metricsPort: 2 } as const;

const rangeOf = (key: PortKey, from: number): readonly number[] => Array.from({ length: ABOVE[key] + 1 }, (_, above) => from + above);

const firstTaken = async (finder: PortFinder, from: number, { key, chosen }: Choice): Promise<number | undefined> => {
  for (const port of rangeOf(key, from)) {
    if (chosen.includes(port) || !(await finder.isFree(port))) return port;
  }
  return undefined;
};

const freeFrom = async (finder: PortFinder, from: number, choice: Choice): Promise<number> => {
  const port = await finder.nextFree(from, ABOVE[choice.key]);
  const clash = rangeOf(choice.key, port).find((each) => choice.chosen.includes(each));
  return clash === undefined ? port : freeFrom(finder, clash + 1, choice);
};
