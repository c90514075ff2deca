import { setTimeout as pause } from 'node:timers/promises';
import type { CurfewApi } from './curfew-api.js';
import { EventStream } from './event-stream.js';
import { heardEvent, type HeardEvent } from './wire.js';

/** Curfew writes something every 15 s: silence for so long means that nobody is there. */
const SILENCE_MS = 45_000;
const LONGEST_PAUSE_MS = 10_000;

export type Ear = { heard(event: HeardEvent): void; listening(): void };

type Parts = {
  readonly api: Pick<CurfewApi, 'stream'>;
  /** The consumer whose stream it is; null while none is registered. */
  readonly consumer: () => string | null;
  readonly failed: (error: unknown) => void;
};

/** Has events pushed to this guard, as long as it lives: a stream that ends or falls silent is opened again. It hurries, and proves nothing. */
export class Doorbell {
  #listening = false;
  #stopped = false;
  #stream = new AbortController();

  constructor(private readonly parts: Parts) {}

  get listening(): boolean {
    return this.#listening;
  }

  /** Begins; answers how to stop. */
  listen(ear: Ear): () => void {
    void this.#again(ear);
    return () => {
      this.#stopped = true;
      this.#stream.abort();
    };
  }

  async #again(ear: Ear): Promise<void> {
    let tries = 0;
    while (!this.#stopped) {
      const consumer = this.parts.consumer();
      try {
        if (consumer !== null && (await this.#hear(consumer, ear))) tries = 0;
      } catch (error) {
        if (!this.#stopped) this.parts.failed(error);
      }
      this.#listening = false;
      // At random, so that all guards do not come back at once after a restart.
      const longest = Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** tries++);
      await pause(longest * (0.2 + 0.8 * Math.random()), undefined, { ref: false });
    }
  }

  /** Answers, at the stream's end, whether anything came at all. */
  async #hear(consumer: string, ear: Ear): Promise<boolean> {
    const giveUp = (this.#stream = new AbortController());
    const timer = setTimeout(() => giveUp.abort(new Error('the stream is silent')), SILENCE_MS).unref();
    try {
      const stream = await this.parts.api.stream(consumer, giveUp.signal);
      const [messages, text] = [new EventStream(), new TextDecoder()];
      this.#listening = true;
      ear.listening();
      for await (const piece of stream) {
        timer.refresh();
        for (const { data } of messages.take(text.decode(piece, { stream: true }))) ear.heard(heardEvent.parse(JSON.parse(data)));
      }
      return true;
    } finally {
      clearTimeout(timer);
    }
  }
}
