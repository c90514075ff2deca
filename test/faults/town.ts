import { setTimeout as pause } from 'node:timers/promises';
import { atEnd } from '../support/at-end.js';
import { startApp, type AppProcess } from '../support/app-process.js';
import { takePort } from '../support/free-ports.js';
import type { OwnDatabase } from '../support/database.js';
import { postgresOfOwn, type OwnPostgres } from '../support/postgres.js';
import { redisOfOwn, type OwnRedis } from '../support/redis.js';
import { newEmail } from '../support/curfew.js';
import { consumers, type Consumer, type End, type Inhabitant, type WireName } from './schedule.js';
import { Wire } from './wire.js';

/** Two apis, two gateways, a worker, PostgreSQL and Redis of its own, every connection of them by a wire that can fail. */
export interface Town {
  readonly database: OwnDatabase;
  readonly redis: OwnRedis;
  readonly root: { readonly email: string; readonly password: string };
  /** Where clients reach a process. */
  url(name: Consumer): string;
  metricsUrl(name: Consumer): string;
  wire(which: WireName): Wire;
  /** SIGKILL; started again after `forMs`, as often as it takes. Resolves when it is ready. */
  restart(who: Inhabitant, forMs: number): Promise<void>;
  kill(who: Consumer): Promise<void>;
  start(who: Consumer): Promise<void>;
  /** SIGSTOP, and SIGCONT after `forMs`. */
  pauseOf(who: Inhabitant, forMs: number): Promise<void>;
  /** Every line that any process has written, those of killed ones too. */
  logs(): readonly string[];
}

export interface TownOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A tree of built rooms to run instead of this one. */
  readonly root?: URL | undefined;
  /** Instead of one of its own. */
  readonly database?: OwnDatabase | undefined;
}

/** Builds it; it is torn down after the file's last test. */
export async function town({ env = {}, root, database: given }: TownOptions = {}): Promise<Town> {
  const [database, redis] = await Promise.all([given ?? postgresOfOwn(), redisOfOwn()]);
  const administrator = { email: newEmail('root'), password: 'correct horse battery staple' };
  const common = { RATE_LIMIT: 'off', METRICS_PORT: '0', ADMIN_EMAIL: administrator.email, ADMIN_PASSWORD: administrator.password, ...env };
  const residents = new Map<Consumer, Resident>();
  for (const name of consumers) residents.set(name, await resident(name, { urls: { postgres: database.runningUrl, redis: redis.url }, env: common, root }));
  const of = (name: Consumer): Resident => residents.get(name) ?? fail(name);
  atEnd(async (failed) => {
    const all = [...residents.values()];
    await Promise.all(all.map((each) => each.end()));
    if (failed) for (const { name, log } of all) process.stderr.write(`\n--- ${name}\n${log.slice(-40).join('\n')}\n`);
  });
  await Promise.all([...residents.values()].map((each) => each.start()));
  return {
    database,
    redis,
    root: administrator,
    url: (name) => `http://127.0.0.1:${of(name).wires.front.port}`,
    metricsUrl: (name) => `http://127.0.0.1:${of(name).metricsPort()}/metrics`,
    wire: (which) => of(which.of).wires[which.end],
    restart: async (who, forMs) => {
      const one = who === 'postgres' ? harmable(database) : who === 'redis' ? redis : of(who);
      await one.kill();
      await pause(forMs);
      await one.start();
    },
    kill: (who) => of(who).kill(),
    start: (who) => of(who).start(),
    pauseOf: async (who, forMs) => {
      const one = who === 'postgres' ? harmable(database) : who === 'redis' ? redis : of(who);
      await one.freeze();
      await pause(forMs);
      await one.thaw();
    },
    logs: () => [...residents.values()].flatMap(({ log }) => log),
  };
}

interface Resident {
  readonly name: Consumer;
  readonly wires: Readonly<Record<End, Wire>>;
  readonly log: readonly string[];
  metricsPort(): number;
  start(): Promise<void>;
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  end(): Promise<void>;
}

interface Housing {
  readonly urls: { readonly postgres: string; readonly redis: string };
  readonly env: Readonly<Record<string, string>>;
  readonly root: URL | undefined;
}

async function resident(name: Consumer, { urls, env, root }: Housing): Promise<Resident> {
  const app = name.replace(/-\d$/, '');
  const port = await takePort();
  const wires = {
    postgres: await Wire.to(() => hostOf(urls.postgres)),
    redis: await Wire.to(() => hostOf(urls.redis)),
    front: await Wire.to(() => ({ host: '127.0.0.1', port })),
  };
  const own = {
    ...env,
    ...(app === 'worker' ? {} : { [app === 'api' ? 'API_PORT' : 'GATEWAY_PORT']: String(port) }),
    PUBLIC_URL: 'http://127.0.0.1:3000',
    DATABASE_URL: wires.postgres.instead(urls.postgres),
    REDIS_URL: wires.redis.instead(urls.redis),
  };
  const log: string[] = [];
  let running: AppProcess | undefined;
  const ending = new AbortController();
  const kill = async (): Promise<void> => {
    const killed = running;
    running = undefined;
    await killed?.kill();
    log.push(...(killed?.log ?? []));
  };
  return {
    name,
    wires,
    get log() {
      return [...log, ...(running?.log ?? [])];
    },
    metricsPort: () => running?.ports['metrics'] ?? running?.ports['metricsPort'] ?? 0,
    kill,
    // What it needs may be out of reach just now: whoever watches over processes starts them again.
    start: async () => {
      while (running === undefined && !ending.signal.aborted) {
        running = await startApp(app, own, root).catch((error: unknown) => void log.push(String(error)));
        if (running === undefined) await pause(200);
      }
    },
    freeze: () => running?.freeze(),
    thaw: () => running?.thaw(),
    end: async () => {
      ending.abort();
      await kill();
      for (const wire of Object.values(wires)) wire.close();
    },
  };
}

function hostOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

const harmable = (database: OwnDatabase | OwnPostgres): OwnPostgres => ('freeze' in database ? database : fail('postgres'));

const fail = (name: string): never => {
  throw new Error(`nobody of the name ${name} lives here`);
};
