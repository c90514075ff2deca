import { setTimeout as pause } from 'node:timers/promises';
import type { CarryOut } from '@curfew/follower';
import { AnswerError, CurfewApi } from './curfew-api.js';
import { Doorbell } from './doorbell.js';
import { follow, register, type GuardFollower, type Registered } from './following.js';
import type { Doing } from './guard.js';
import { Reports } from './reports.js';
import type { Settings } from './settings.js';
import type { HeardEvent } from './wire.js';

/** Before a first answer nothing is known of Curfew's LEASE. */
const FIRST_TIMEOUT_MS = 5_000;
const REPORT_EVERY_MS = 10_000;

type Parts = {
  readonly settings: Settings;
  readonly api: CurfewApi;
  readonly carryOut: CarryOut<HeardEvent>;
  readonly failed: (error: unknown, doing: Doing) => void;
  /** What was open cannot be followed any longer: it must be closed. */
  readonly uproot: () => void;
};

/** What there is once Curfew has answered for the first time. */
export type Joined = { readonly follower: GuardFollower; readonly registered: Registered; readonly doorbell: Doorbell; readonly reports: Reports };

/** One consumer of Curfew's feed, from its registration until it leaves. */
export class Consumer {
  #joined: Joined | null = null;
  #left = false;
  readonly #firstPoll: Promise<void>;
  #isReady: () => void = () => undefined;
  #isRefused: (error: unknown) => void = () => undefined;

  constructor(private readonly parts: Parts) {
    this.#firstPoll = new Promise((resolve, reject) => {
      this.#isReady = resolve;
      this.#isRefused = reject;
    });
    this.#firstPoll.catch(() => undefined);
    void this.#join();
  }

  get joined(): Joined | null {
    return this.#joined;
  }

  /** Resolves when a first poll was applied, rejects when the key is refused; an outage only delays it. */
  ready(): Promise<void> {
    return this.#firstPoll;
  }

  /** Tells what is to be told, and takes its row out, so that no receipt waits for it. Nothing may be admitted any more when this is called. */
  async leave(): Promise<void> {
    this.#left = true;
    this.#isReady();
    const { parts } = this;
    const joined = this.#joined;
    this.#joined = null;
    if (joined !== null) {
      await joined.follower.stop();
      await joined.reports.stop();
      const { consumer } = joined.registered;
      // It is best that it goes; if Curfew cannot be reached, its lease runs out.
      if (consumer !== null) await parts.api.deregister(consumer, FIRST_TIMEOUT_MS / 2).catch((error: unknown) => parts.failed(error, 'report'));
    }
    parts.api.abandon();
  }

  /** Registers, as often as it takes, and follows from then on. */
  async #join(): Promise<void> {
    for (let tries = 0; !this.#left; tries += 1) {
      try {
        return this.#follow(await register(this.parts, FIRST_TIMEOUT_MS));
      } catch (error) {
        if (this.#left) return;
        this.parts.failed(error, 'poll');
        if (error instanceof AnswerError && (error.status === 401 || error.status === 403)) this.#isRefused(error);
        await pause(Math.min(5_000, 250 * 2 ** tries) * (0.5 + Math.random() / 2));
      }
    }
  }

  #follow(registered: Registered): void {
    const { settings, api, carryOut, failed } = this.parts;
    if (this.#left) return;
    const row = { consumer: registered.consumer, leaseMs: registered.leaseMs, pollIntervalMs: registered.pollIntervalMs, idleTimeoutMs: registered.idleTimeoutMs };
    const consumer = (): string | null => row.consumer;
    const doorbell = new Doorbell({ api, consumer, failed: (error) => failed(error, 'listen') });
    const reports = new Reports({ api, consumer, timeoutMs: row.leaseMs / 3, failed: (error) => failed(error, 'report') });
    const told = { ...carryOut, acknowledge: reports.acknowledge.bind(reports) };
    const follower = follow({ api, doorbell, settings, registered: row, carryOut: told, outgrown: () => void this.#startAnew(), refused: () => this.parts.uproot() });
    this.#joined = { follower, registered: row, doorbell, reports };
    reports.start(Math.min(REPORT_EVERY_MS, row.idleTimeoutMs / 10));
    void follower.start().then(() => this.#isReady());
  }

  /** LEASE is shorter now than what this follower counts on. */
  async #startAnew(): Promise<void> {
    const joined = this.#joined;
    if (joined === null) return;
    this.#joined = null;
    this.parts.carryOut.suspend();
    this.parts.uproot();
    await joined.follower.stop();
    await joined.reports.stop();
    await this.#join();
  }
}
