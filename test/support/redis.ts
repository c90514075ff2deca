import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis, type RunningServer } from '@curfew/embedded';
import { atEnd } from './at-end.js';

/** A Redis of this file's own (pub/sub reaches every database of a server). It can be stopped and started again on its port, with its data; both go at the end. */
export interface OwnRedis {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** SIGKILL, as by a crash of the machine. */
  kill(): Promise<void>;
  /** SIGSTOP until `thaw`: connections stay open, nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Stops it and deletes its data: earlier than at the end. */
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
  const remove = async (): Promise<void> => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
  atEnd(remove);
  return {
    url,
    stop,
    remove,
    kill: async () => {
      const { pid, ended } = alive(running);
      process.kill(pid, 'SIGKILL');
      await ended;
      running = undefined;
    },
    freeze: () => void process.kill(alive(running).pid, 'SIGSTOP'),
    thaw: () => void process.kill(alive(running).pid, 'SIGCONT'),
    start: async () => {
      running ??= await startRedis({ dataDir, port });
    },
  };
}

const alive = (server: RunningServer | undefined): RunningServer => {
  if (server === undefined) throw new Error('it does not run');
  return server;
};
