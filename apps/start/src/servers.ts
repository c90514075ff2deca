import { join } from 'node:path';
import { startPostgres, startRedis } from '@curfew/embedded';
import type { Logger, Settings } from '@curfew/platform';
import { KeptServer } from './kept-server.js';

/** The two servers: the operator's own, or embedded ones. */
export interface Servers {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Ends the embedded ones in order. */
  stop(): Promise<void>;
  /** Ends the embedded ones at once. */
  kill(): void;
}

/** Whether any of the two servers is to be an embedded one, so that the data folder is used. */
export const needsDataFolder = ({ databaseUrl, redisUrl }: Pick<Settings, 'databaseUrl' | 'redisUrl'>): boolean =>
  databaseUrl === undefined || redisUrl === undefined;

/** Starts PostgreSQL and Redis side by side below `dataDir`, unless DATABASE_URL or REDIS_URL name others. When one fails, the other is stopped. */
export const startServers = async ({ settings, dataDir, log }: ServerOptions): Promise<Servers> => {
  const tell = linesTo(log);
  const begun = await Promise.allSettled([
    settings.databaseUrl === undefined &&
      KeptServer.begin({ name: 'PostgreSQL', start: (port = 0) => startPostgres({ dataDir: join(dataDir, 'postgres'), port, log: tell }) }, log),
    settings.redisUrl === undefined && KeptServer.begin({ name: 'Redis', start: (port = 0) => startRedis({ dataDir: join(dataDir, 'redis'), port, log: tell }) }, log),
  ]);
  const [postgres, redis] = begun.map((each) => (each.status === 'fulfilled' && each.value !== false ? each.value : undefined));
  const running = [postgres, redis].filter((server) => server !== undefined);
  const stop = async (): Promise<void> => void (await Promise.all(running.map((server) => server.stop())));
  const failed = begun.find((each) => each.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    databaseUrl: postgres?.url ?? settings.databaseUrl ?? '',
    redisUrl: redis?.url ?? settings.redisUrl ?? '',
    stop,
    kill: () => running.forEach((server) => server.kill()),
  };
};

interface ServerOptions {
  readonly settings: Pick<Settings, 'databaseUrl' | 'redisUrl'>;
  /** Absolute. */
  readonly dataDir: string;
  readonly log: Logger;
}

// Lines of the servers themselves begin with a date or a process id, those of apt with Get:. What is left tells of something that takes long.
const linesTo =
  (log: Logger) =>
  (line: string): void =>
    log[/^(\d|Get:|Fetched)/.test(line) ? 'debug' : 'info'](line);
