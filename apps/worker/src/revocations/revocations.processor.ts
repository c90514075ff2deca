import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { workOn, type JobOf, type JobsLog, type Workplace } from '@curfew/jobs';
import type { Tracing } from '@curfew/platform';
import type { BulkWork } from '@curfew/sessions';

/** What bulk revocations are carried out with. */
export interface RevocationsParts {
  readonly bulkWork: Pick<BulkWork, 'unfinished' | 'carryOut'>;
  readonly redisUrl: string;
  readonly log: JobsLog;
  readonly tracing: Tracing;
}

/**
 * Carries out bulk revocations, side by side: a small one does not wait for a large one. The queue only rings: what is to be done stands in
 * PostgreSQL, and each worker looks there by itself too, for what was noted while Redis was gone and for what another worker was killed at.
 */
@Injectable()
export class Revocations implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  #workplace: Workplace | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: RevocationsParts) {}

  onApplicationBootstrap(): void {
    const { redisUrl, log } = this.parts;
    this.#workplace = workOn('revocations', (job) => this.#look(job), { redisUrl, log });
    this.#timer = setInterval(() => void this.#look(), EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#timer);
    await this.#workplace?.close(1_000);
    await Promise.allSettled(this.#running.values());
  }

  async #look(job?: JobOf<'revocations'>): Promise<void> {
    const { bulkWork, log } = this.parts;
    try {
      for (const id of await bulkWork.unfinished()) {
        if (this.#running.has(id) || this.#running.size >= SIDE_BY_SIDE || this.#stopping.signal.aborted) continue;
        this.#running.set(id, this.#carryOut(id, job?.revocationId === id ? job.trace : undefined));
      }
    } catch (error) {
      log.warn({ err: error }, 'the bulk revocations that wait could not be read: they will be, a moment later');
    }
  }

  async #carryOut(id: string, parent: string | undefined): Promise<void> {
    const { bulkWork, log, tracing } = this.parts;
    try {
      await tracing.span({ name: 'revoke by filter', kind: 'consumer', parent, attributes: { 'curfew.revocation.id': id } }, () => bulkWork.carryOut(id, this.#stopping.signal));
    } catch (error) {
      log.warn({ err: error, revocationId: id }, 'a bulk revocation was interrupted: it will go on');
    } finally {
      this.#running.delete(id);
    }
  }
}

const EVERY_MS = 1_000;
const SIDE_BY_SIDE = 4;
