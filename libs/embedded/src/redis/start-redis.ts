import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { launchServer } from '../machine/launch-server.js';
import { keptSecret } from '../machine/kept-secret.js';
import { inOwnFolder } from '../machine/own-folder.js';
import { supervised, type RunningServer, type StopStep } from '../machine/running-server.js';
import { startOnPort } from '../machine/start-on-port.js';
import { endSurvivor, forgetServer } from '../machine/survivor.js';
import { configuration } from './configuration.js';
import { findRedis } from './find-redis.js';
import { pings } from './ping.js';

export interface RedisOptions {
  /** Absolute; this server owns it. Made when missing. */
  readonly dataDir: string;
  /** 0 or undefined: a free one. One that is named and taken is an error. */
  readonly port?: number;
  /** Gets each line that the server writes, and the progress of a download. */
  readonly log?: (line: string) => void;
  /** Absolute: where a downloaded Redis is kept. `CURFEW_REDIS_DIST` or else `redis-dist` beside the data folder. */
  readonly cacheDir?: string;
}

/**
 * Starts Redis or Valkey on 127.0.0.1 with an append-only file; `url` holds the password. Takes the one on the PATH; on Debian and Ubuntu
 * else the system's own package, unpacked once (about 5 s). It ends with this process, even when that is killed (Linux).
 * @throws EmbeddedError: no Redis (the hint is the one command that installs it), folder in use, disk full, named port taken
 */
export function startRedis({ dataDir, port, log = ignore, cacheDir }: RedisOptions): Promise<RunningServer> {
  return inOwnFolder({ server: 'Redis', folder: dataDir }, async (unlock) => {
    const keptIn = [cacheDir, process.env['CURFEW_REDIS_DIST'], join(dirname(dataDir), 'redis-dist')];
    const redis = await findRedis(keptIn.flatMap((folder) => folder || []), log);
    await endSurvivor(dataDir, 'SIGTERM');
    const passwordFile = join(dataDir, 'password');
    const password = await keptSecret(passwordFile);
    const data = join(dataDir, 'data');
    await mkdir(data, { recursive: true, mode: 0o700 });
    const file = join(dataDir, 'redis.conf');
    const { launched, port: chosen } = await startOnPort({
      server: 'Redis',
      folder: dataDir,
      port,
      prepare: (at) => writeFile(file, configuration({ data, password, port: at }), { mode: 0o600 }),
      launch: () => launchServer(redis.command([file]), log),
      answers: (at) => pings(at, password),
      steps,
    });
    const cleared = (): Promise<void> => forgetServer(dataDir).then(unlock);
    return supervised(launched, { url: `redis://:${password}@127.0.0.1:${chosen}`, port: chosen, steps, cleared });
  });
}

const steps: readonly StopStep[] = [
  { signal: 'SIGTERM', afterMs: 0 },
  { signal: 'SIGKILL', afterMs: 4_000 },
];

const ignore = (): void => undefined;
