import type { Logger } from '@curfew/platform';
import { launch, wordsFor, type Command, type End, type RunningChild } from './child-process.js';
import { backoff, failuresAfter } from './restart.js';

/** A process does not start with these settings (exit code 78); it has said why on standard error, and starting it again would change nothing. */
export class Refusal extends Error {
  readonly exitCode = 78;
}

/** A process that is started again whenever it ends, until it is stopped. */
export class Supervised {
  /** Resolves when it has said for the first time that it is ready. Rejects with a Refusal. */
  readonly ready: Promise<void>;

  #failures = 0;
  #stopped = false;
  #restarting = false;
  #running: RunningChild | undefined;
  #again: NodeJS.Timeout | undefined;

  constructor(
    private readonly command: Command,
    private readonly log: Logger,
  ) {
    this.ready = new Promise((resolve, reject) => this.#begin({ resolve, reject }));
    this.ready.catch(() => undefined); // whoever waits for it hears of it
  }

  /** Ends it in order and starts it again at once. */
  async restart(): Promise<void> {
    this.#restarting = true;
    await this.#running?.end(LIMIT);
  }

  /** SIGTERM, and SIGKILL after 4 s. Resolves when it is gone and will not come back. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#again);
    await this.#running?.end(LIMIT);
  }

  #begin(first: First): void {
    const began = performance.now();
    this.#restarting = false;
    this.#running = launch(this.command, first.resolve);
    void this.#running.ended.then((end) => this.#ended(end, performance.now() - began, first));
  }

  #ended(end: End, ranFor: number, first: First): void {
    this.#running = undefined;
    if (this.#stopped) return;
    if (end.code === 78) first.reject(new Refusal(`${this.command.name} does not start with these settings`));
    this.#failures = this.#restarting ? 0 : failuresAfter(this.#failures, ranFor);
    const wait = this.#restarting ? 0 : backoff(this.#failures);
    const words = `${this.command.name} ended (${wordsFor(end)}): starting it again in ${wait / 1000} s`;
    this.log[this.#restarting ? 'info' : 'error']({ process: this.command.name, ...end }, words);
    this.#again = setTimeout(() => this.#begin(first), wait);
  }
}

interface First {
  readonly resolve: () => void;
  readonly reject: (reason: Refusal) => void;
}

const LIMIT = 4000;
