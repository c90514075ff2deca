import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis, type RunningServer } from '@curfew/embedded';

/** A Redis of this file's own (pub/sub reaches every database of a server). It can be stopped and started again on its port, with its data. */
export interface OwnRedis {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
}

export async function redisOfOwn(): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'curfew-redis-'));
  const dataDir = join(folder, 'redis');
  let running: RunningServer | undefined = await startRedis({ dataDir });
  const { url, port } = running;
  const stop = async (): Promise<void> => {
    await running?.stop();
    running = undefined;
  };
  return {
    url,
    stop,
    start: async () => {
      running ??= await startRedis({ dataDir, port });
    },
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
