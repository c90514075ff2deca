import { setTimeout as pause } from 'node:timers/promises';
import type { RunningServer } from '@curfew/embedded';
import type { Logger } from '@curfew/platform';
import { backoff, failuresAfter } from './restart.js';

/** One of the embedded servers. */
export interface ServerKind {
  readonly name: string;
  /** Starts it on a free port, or on this one. */
  readonly start: (port?: number) => Promise<RunningServer>;
}

/** An embedded server that is started again, on the same port, when it ends by itself. Its URL stays the same. */
export class KeptServer {
  readonly url: string;

  #running: RunningServer;
  #failures = 0;
  #stopped = new AbortController();
  #again: Promise<void> = Promise.resolve();

  private constructor(
    private readonly kind: ServerKind,
    private readonly log: Logger,
    running: RunningServer,
  ) {
    this.#running = running;
    this.url = running.url;
    this.#watch();
  }

  /** Starts it. Rejects with its EmbeddedError when it does not start the first time. */
  static async begin(kind: ServerKind, log: Logger): Promise<KeptServer> {
    return new KeptServer(kind, log, await kind.start());
  }

  /** Ends it in order. Resolves when it is gone and will not come back. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#again;
    await this.#running.stop();
  }

  /** Ends it at once, for when there is no time left. It recovers at its next start. */
  kill(): void {
    try {
      process.kill(this.#running.pid, 'SIGKILL');
    } catch {
      // It is gone already, which is what was wanted.
    }
  }

  #watch(): void {
    const began = performance.now();
    this.#running.ended.then(
      () => void (this.#again = this.#beginAgain(performance.now() - began)),
      (error: unknown) => this.log.error({ err: error }, `${this.kind.name} ended, and its place could not be cleared`),
    );
  }

  async #beginAgain(ranFor: number): Promise<void> {
    this.#failures = failuresAfter(this.#failures, ranFor);
    while (!this.#stopped.signal.aborted) {
      const wait = backoff(this.#failures);
      this.log.error(`${this.kind.name} ended: starting it again in ${wait / 1000} s`);
      await pause(wait, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
      if (this.#stopped.signal.aborted) return;
      try {
        this.#running = await this.kind.start(this.#running.port);
        return this.#watch();
      } catch (error) {
        this.#failures += 1;
        this.log.error({ err: error }, `${this.kind.name} did not start again`);
      }
    }
  }
}
