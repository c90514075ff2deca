import type { Revocation, RevocationProgress } from '@curfew/contracts';
import type { Logger } from '@curfew/platform';

export interface ProgressParts {
  /** Whether anybody watches. */
  readonly watched: () => boolean;
  /** What is under way, or was finished a moment ago. */
  readonly moving: () => Promise<readonly Revocation[]>;
  readonly tell: (progress: RevocationProgress) => void;
  readonly log: Logger;
}

/** Reads once a second, while somebody watches, how far bulk revocations are, and tells what has changed. From PostgreSQL, so it needs no Redis. */
export class Progress {
  private told = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: ProgressParts) {}

  start(): void {
    this.timer = setTimeout(() => void this.look(), EVERY_MS).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    if (!this.parts.watched()) this.told.clear();
    else await this.read().catch((err: unknown) => this.parts.log.info({ err }, 'how far bulk revocations are could not be read'));
    this.start();
  }

  private async read(): Promise<void> {
    const now = new Map<string, string>();
    for (const { id, status, matched, revoked, socketsClosed, finishedAt, receipt } of await this.parts.moving()) {
      const progress = { id, status, matched, revoked, socketsClosed, finishedAt, receipt };
      const text = JSON.stringify(progress);
      now.set(id, text);
      if (this.told.get(id) !== text) this.parts.tell(progress);
    }
    this.told = now;
  }
}

const EVERY_MS = 1_000;
