import type { Channel } from '@curfew/contracts';
import type { Redis } from 'ioredis';

import { publisher } from './connection.js';
import type { DoorbellOptions } from './options.js';

/** The publishing connection: fire and forget. What fails is counted; nobody waits, and nothing is sent late. */
export class Mouth {
  failures = 0;
  private readonly redis: Redis;
  private failuresInARow = 0;

  constructor(options: DoorbellOptions) {
    this.redis = publisher(options);
  }

  /** There is a connection; whether anything is answered on it, `ready` says. */
  get connected(): boolean {
    return this.redis.status === 'ready';
  }

  get ready(): boolean {
    return this.connected && this.failuresInARow === 0;
  }

  start(): void {
    // Its failure comes as an `error` event too, where it is logged, and it tries again by itself.
    this.redis.connect().catch(() => undefined);
  }

  /** Answers whether Redis took it. Never rejects. */
  async publish(channel: Channel, message: string): Promise<boolean> {
    try {
      await this.redis.publish(channel, message);
      this.failuresInARow = 0;
      return true;
    } catch {
      this.failures += 1;
      this.failuresInARow += 1;
      return false;
    }
  }

  /** Gives up a connection on which nothing is answered, for a new one. */
  reconnectIfSilent(): void {
    if (this.connected && this.failuresInARow > 0) this.redis.disconnect(true);
  }

  stop(): void {
    this.redis.disconnect();
  }
}
