import type { Contender } from '../../harness/interleaved.js';
import type { OpenSocket } from './socket.js';

/** Something that ends sessions: Curfew, or one of those beside it. Two processes or more, so that the one which is asked is not the one that holds the sockets. */
export interface System {
  /** Processes of its own: whose processor time and memory count. PostgreSQL and Redis do not. */
  readonly pids: readonly number[];
  /** Who is asked to end sessions, and who else is asked whether they are over. */
  readonly api: string;
  readonly other: string;
  /** So many sessions, each with a socket that is not on the process which is asked; half of them elsewhere too when they only stand by. */
  open(count: number, standBy?: boolean): Promise<readonly Victim[]>;
  /** One user with so many sessions and a socket each, and the request that ends them all. */
  crowd(count: number): Promise<{ readonly victims: readonly Victim[]; readonly end: Buffer }>;
  /** Requests that each make one event which every process hears. */
  events(count: number): Promise<readonly Buffer[]>;
  close(): Promise<void>;
}

/** A session that can be ended. */
export interface Victim {
  readonly socket: OpenSocket;
  /** The request that ends it, and the one that it may make while it lives. */
  readonly end: Buffer;
  readonly current: Buffer;
}

export type Named = Pick<Contender, 'name'> & { start(): Promise<System> };

/** Works on all of them, so many at a time, and answers in their order. */
export async function eachOf<T, R>(all: readonly T[], atOnce: number, work: (one: T, index: number) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const left = all.entries();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const [index, one] of left) results[index] = await work(one, index);
  }));
  return results;
}
