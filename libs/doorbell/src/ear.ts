import { channels, type Channel } from '@curfew/contracts';
import type { Redis } from 'ioredis';

import { subscriber } from './connection.js';
import type { DoorbellOptions } from './options.js';

/** What is told of a subscription. */
export interface EarPorts {
  readonly message: (channel: Channel, message: Buffer) => void;
  /** Redis has acknowledged the subscription to every channel, on the present connection. */
  readonly subscribed: () => void;
}

/** The subscribing connection: subscribes on each `ready`, and knows whether Redis has acknowledged it. */
export class Ear {
  private readonly redis: Redis;
  private acknowledged = false;

  constructor(
    private readonly options: DoorbellOptions,
    private readonly ports: EarPorts,
  ) {
    this.redis = subscriber(options);
    this.redis.on('ready', () => void this.subscribe());
    this.redis.on('close', () => void (this.acknowledged = false));
    this.redis.on('messageBuffer', (channel: Buffer, message: Buffer) => this.hear(channel.toString(), message));
  }

  get subscribed(): boolean {
    return this.acknowledged;
  }

  /** Connects, and keeps trying. Resolves when the first attempt is over: subscribed, failed, or 2 s gone. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 2000);
      const over = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.redis.once('close', over);
      this.redis.once(SUBSCRIBED, over);
      this.redis.connect().catch(over);
    });
  }

  /** Gives this connection up for a new one. */
  reconnect(): void {
    this.acknowledged = false;
    this.redis.disconnect(true);
  }

  stop(): void {
    this.acknowledged = false;
    this.redis.disconnect();
  }

  private async subscribe(): Promise<void> {
    try {
      await this.redis.subscribe(...NAMES.filter((name) => name !== this.options.deafTo));
      // The connection may have closed between the answer and this tick.
      if (this.redis.status !== 'ready') return;
      this.acknowledged = true;
      this.ports.subscribed();
      this.redis.emit(SUBSCRIBED);
    } catch (err) {
      this.options.log.warn({ err }, 'Redis did not take the subscription: trying again');
      if (this.redis.status === 'ready') this.redis.disconnect(true);
    }
  }

  private hear(name: string, message: Buffer): void {
    const channel = NAMES.find((each) => each === name);
    if (channel !== undefined) this.ports.message(channel, message);
  }
}

const NAMES = Object.values(channels);
const SUBSCRIBED = 'curfew-subscribed';
