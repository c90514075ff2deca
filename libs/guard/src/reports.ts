import type { Acknowledgement } from '@curfew/follower';
import { AnswerError, type CurfewApi } from './curfew-api.js';

/** In one request, as the feed takes them. */
const BATCH = 500;
/** What waits while Curfew cannot be reached. Beyond that the polls alone prove what is known, and the oldest activity is not told. */
const MOST_ACKS = 10_000;
const MOST_SEEN = 100_000;

type Parts = {
  readonly api: Pick<CurfewApi, 'acknowledge' | 'reportActivity'>;
  readonly consumer: () => string | null;
  readonly timeoutMs: number;
  readonly failed: (error: unknown) => void;
};

/** What a guard tells Curfew: which ends it has carried out, at once; and who was active, in batches. */
export class Reports {
  #acks: Acknowledgement[] = [];
  #telling: Promise<void> | null = null;
  #seen = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly parts: Parts) {}

  /** Tells of activity, and of ends that could not be told before, every `everyMs` from now on. */
  start(everyMs: number): void {
    this.#timer = setInterval(() => {
      void this.tellActivity();
      if (this.#acks.length > 0) this.#telling ??= this.#tellAcks();
    }, everyMs).unref();
  }

  /** One that is lost is no harm: the next poll proves the same. */
  acknowledge(ack: Acknowledgement): void {
    if (this.#acks.length < MOST_ACKS) this.#acks.push(ack);
    this.#telling ??= this.#tellAcks();
  }

  used(sessionId: string, at: number): void {
    if (this.#seen.size < MOST_SEEN || this.#seen.has(sessionId)) this.#seen.set(sessionId, at);
  }

  /** What was not told stays, unless it was used again meanwhile. */
  async tellActivity(): Promise<void> {
    const seen = [...this.#seen];
    this.#seen = new Map();
    for (let from = 0; from < seen.length; from += BATCH) await this.#tellSeen(seen.slice(from, from + BATCH));
  }

  /** Tells what is left, once. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all([this.#telling, this.tellActivity()]);
  }

  async #tellSeen(batch: readonly (readonly [sessionId: string, at: number])[]): Promise<void> {
    try {
      await this.parts.api.reportActivity(batch.map(([sessionId, at]) => ({ sessionId, at: new Date(at).toISOString() })), this.parts.timeoutMs);
    } catch (error) {
      this.parts.failed(error);
      if (isRefusal(error)) return;
      for (const [sessionId, at] of batch) this.used(sessionId, this.#seen.get(sessionId) ?? at);
    }
  }

  /** All that the turn brings goes together. */
  async #tellAcks(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#acks.length > 0) {
      const consumer = this.parts.consumer();
      const batch = this.#acks.splice(0, BATCH);
      if (consumer === null) continue;
      try {
        await this.parts.api.acknowledge(consumer, batch, this.parts.timeoutMs);
      } catch (error) {
        this.parts.failed(error);
        if (isRefusal(error)) continue;
        // An outage: they wait for the next one.
        this.#acks.unshift(...batch);
        break;
      }
    }
    this.#telling = null;
  }
}

/** Said no for good: the same again would not be taken either. */
const isRefusal = (error: unknown): boolean => error instanceof AnswerError && error.status >= 400 && error.status < 500 && error.status !== 429;
