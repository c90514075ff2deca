import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { openQueue, workOn, type JobQueue, type JobsLog, type UpkeepRound, type Workplace } from '@curfew/jobs';
import { isLate } from './lateness.js';
import { rounds, type Round, type Upkept } from './rounds.js';
import type { UpkeepMetrics } from './upkeep-metrics.js';

/** What upkeep is made from. */
export interface UpkeepParts extends Upkept {
  readonly redisUrl: string;
  readonly log: JobsLog;
  readonly metrics: UpkeepMetrics;
}

/**
 * Keeps house: has every round done again and again by whichever worker takes it from the queue. The queue only rings: what is to be done stands in PostgreSQL.
 * When it does not ring (Redis is gone, frozen, or was emptied), each worker does its rounds by its own clock, and lays the schedule anew.
 */
@Injectable()
export class Upkeep implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #rounds: ReadonlyMap<UpkeepRound, Round>;
  readonly #doneAt = new Map<UpkeepRound, number>();
  readonly #running = new Map<UpkeepRound, Promise<void>>();
  readonly #scheduled = new Set<UpkeepRound>();
  readonly #stopping = new AbortController();
  #queue: JobQueue<'upkeep'> | undefined;
  #workplace: Workplace | undefined;
  #timers: readonly NodeJS.Timeout[] = [];

  constructor(private readonly parts: UpkeepParts) {
    this.#rounds = new Map(rounds(parts).map((round) => [round.name, round]));
  }

  onApplicationBootstrap(): void {
    const { redisUrl, log } = this.parts;
    this.#queue = openQueue('upkeep', { redisUrl, log });
    this.#workplace = workOn('upkeep', ({ round }) => this.#do(round), { redisUrl, log });
    this.#timers = [...this.#rounds.values()].map((round) => {
      this.#look(round);
      return setInterval(() => this.#look(round), round.everyMs);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    this.#timers.forEach((timer) => clearInterval(timer));
    await this.#workplace?.close(1_000);
    await this.#queue?.close();
    await Promise.allSettled(this.#running.values());
  }

  #look(round: Round): void {
    const late = isLate(round.everyMs, this.#doneAt.get(round.name), performance.now());
    if (late) this.#do(round.name).catch(() => undefined); // it is logged and counted, and tried again
    if (late || !this.#scheduled.has(round.name)) void this.#schedule(round);
  }

  async #schedule({ name, everyMs }: Round): Promise<void> {
    try {
      await this.#queue?.repeat(name, everyMs, { round: name });
      this.#scheduled.add(name);
    } catch (error) {
      this.#scheduled.delete(name);
      this.parts.log.info({ err: error, round: name }, 'the queue took no schedule: this worker goes by its own clock');
    }
  }

  /** One at a time of each: who comes meanwhile waits for the same end. */
  #do(name: UpkeepRound): Promise<void> {
    const running = this.#running.get(name) ?? this.#work(name).finally(() => this.#running.delete(name));
    this.#running.set(name, running);
    return running;
  }

  async #work(name: UpkeepRound): Promise<void> {
    try {
      const count = (await this.#rounds.get(name)?.work(this.#stopping.signal)) ?? 0;
      this.#doneAt.set(name, performance.now());
      this.parts.metrics.done(name, count);
    } catch (error) {
      this.parts.metrics.failed(name);
      this.parts.log.warn({ err: error, round: name }, 'a round of upkeep failed: it will be tried again');
      throw error;
    }
  }
}
