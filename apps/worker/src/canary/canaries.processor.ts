import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Tracing } from '@curfew/platform';
import type { Log, SessionCore } from '@curfew/sessions';
import type { CanaryMetrics } from './canary-metrics.js';

/** What canaries are made from. `canaryIntervalMs` off: none. */
export interface CanariesParts {
  readonly canary: Pick<SessionCore['canary'], 'fly'>;
  readonly canaryIntervalMs: number | 'off';
  readonly canaryMetrics: CanaryMetrics;
  readonly log: Log;
  readonly tracing: Tracing;
}

/** Flies a canary every CANARY_INTERVAL by this worker's own clock, whatever Redis does, and says who knew of it too late. */
@Injectable()
export class Canaries implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #flying: Promise<void> | undefined;

  constructor(private readonly parts: CanariesParts) {}

  onApplicationBootstrap(): void {
    const { canaryIntervalMs } = this.parts;
    if (canaryIntervalMs !== 'off') this.#timer = setInterval(() => this.#next(), canaryIntervalMs);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flying;
  }

  // One at a time: where it takes longer than the interval, a turn is left out.
  #next(): void {
    this.#flying ??= this.#fly().finally(() => (this.#flying = undefined));
  }

  async #fly(): Promise<void> {
    const { canary, canaryMetrics, log, tracing } = this.parts;
    try {
      const flight = await tracing.span({ name: 'canary' }, () => canary.fly());
      canaryMetrics.flown(flight);
      for (const { tookMs, ...consumer } of flight.sightings) {
        if (tookMs === null) log.warn({ ...consumer, boundMs: Math.round(flight.boundMs) }, 'a canary session ended, and this consumer did not know of it within the bound');
      }
    } catch (error) {
      canaryMetrics.failed();
      log.warn({ err: error }, 'no canary could be flown: the guarantee was not tried this time');
    }
  }
}
