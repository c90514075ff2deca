import { randomUUID } from 'node:crypto';
import { atEnd } from './at-end.js';
import { startApp, type AppProcess } from './app-process.js';
import { emptyDatabase, type OwnDatabase } from './database.js';
import { takePort } from './free-ports.js';
import { redisOfOwn, type OwnRedis } from './redis.js';

/** A whole Curfew of real processes, for one test file. */
export interface Curfew {
  readonly apis: Doors;
  readonly gateways: Doors;
  readonly workers: readonly Door[];
  readonly database: OwnDatabase;
  readonly redis: OwnRedis;
  /** Starts one more process (a killed one does not come back by itself), on a port of its own unless told; stopped at the end like the others. */
  start(name: AppName, env?: Environment): Promise<Door>;
}

export type Doors = readonly [Door, ...Door[]];
export type AppName = 'api' | 'gateway' | 'worker';

/** A process with an address. */
export interface Door extends AppProcess {
  readonly url: string;
  /** What a browser on the page says it is: the Origin that every process accepts. */
  readonly origin: string;
}

export type Environment = Readonly<Record<string, string>>;

/** How many of each; one api, two gateways and one worker unless told. Gateways and workers may be none. */
export interface Fleet {
  readonly apis?: number;
  readonly gateways?: number;
  readonly workers?: number;
  /** A database to take instead of a copy of the template. */
  readonly database?: OwnDatabase;
  /** A tree of built rooms to run instead of this one. */
  readonly root?: URL;
}

/** One without sockets. */
export interface WithoutGateways extends Omit<Curfew, 'gateways'> {
  readonly gateways: readonly [];
}

/** Starts it and has it stopped after the file's last test; a process that does not end in order fails the file, and the logs of a failed one are shown. */
export function curfew(env: Environment | undefined, fleet: Fleet & { readonly gateways: 0 }): Promise<WithoutGateways>;
export function curfew(env?: Environment, fleet?: Fleet): Promise<Curfew>;
export async function curfew(env: Environment = {}, { apis = 1, gateways = 2, workers = 1, database: given, root }: Fleet = {}): Promise<Curfew | WithoutGateways> {
  const started: AppProcess[] = [];
  const [database, redis] = await Promise.all([given ?? emptyDatabase(), redisOfOwn()]);
  atEnd(async (failed) => {
    const ends = await Promise.allSettled(started.map((each) => each.stop()));
    if (failed || ends.some(({ status }) => status === 'rejected')) showLogs(started);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  });
  const [apiPort, gatewayPort] = [await takePort(), await takePort()];
  const origin = `http://127.0.0.1:${apiPort}`;
  const common = {
    API_PORT: String(apiPort),
    GATEWAY_PORT: String(gatewayPort),
    PUBLIC_URL: origin,
    GATEWAY_URL: `http://127.0.0.1:${gatewayPort}`,
    DATABASE_URL: database.runningUrl,
    REDIS_URL: redis.url,
    METRICS_PORT: '0',
    RATE_LIMIT: 'off',
    ...env,
  };
  const start = async (name: AppName, more: Environment = {}): Promise<Door> => {
    const setting = settingOf[name];
    const port = more[setting] ?? String(await takePort());
    const app = await startApp(name, { ...common, [setting]: port, ...more }, root);
    started.push(app);
    return { ...app, url: `http://127.0.0.1:${port}`, origin };
  };
  const several = (name: AppName, count: number, first?: number): Promise<Door[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => start(name, index === 0 && first ? { [settingOf[name]]: String(first) } : {})));
  const [apiDoors, gatewayDoors, working] = await Promise.all([several('api', apis, apiPort), several('gateway', gateways, gatewayPort), several('worker', workers)]);
  const rest = { apis: atLeastOne(apiDoors), workers: working, database, redis, start };
  return gateways === 0 ? { ...rest, gateways: [] } : { ...rest, gateways: atLeastOne(gatewayDoors) };
}

const settingOf = { api: 'API_PORT', gateway: 'GATEWAY_PORT', worker: 'METRICS_PORT' } as const;

const atLeastOne = ([first, ...rest]: readonly Door[]): Doors => {
  if (first === undefined) throw new Error('a Curfew has one api at least');
  return [first, ...rest];
};

/** An address that no test has used. */
export const newEmail = (name = 'ada'): string => `${name}-${randomUUID().slice(0, 8)}@example.com`;

function showLogs(started: readonly AppProcess[]): void {
  for (const { name, pid, log } of started) process.stderr.write(`\n--- ${name} ${pid}\n${log.slice(-60).join('\n')}\n`);
}
