import { writeActivity, type Online, type Sql } from '@curfew/persistence';

import type { Log } from './log.js';
import type { SessionRules } from './rules.js';

const largestBatch = 5_000;

interface ActivityParts {
  readonly sql: Sql;
  readonly rules: SessionRules;
  readonly log: Log;
  /** Told of each session that turned out not to be live any more. */
  readonly ended: (sessionId: string) => void;
  /** Told of those that were written, for whoever watches them. */
  readonly written: (sessions: readonly Online[]) => void;
}

/** Remembers when sessions were last used, and writes it in batches: never a statement for a request. */
export class ActivityLog {
  private seen = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly parts: ActivityParts) {}

  start(everyMs: number): void {
    this.timer = setInterval(() => void this.flush(), everyMs);
    this.timer.unref();
  }

  /** The session was used so many milliseconds ago: now, unless told. */
  used(sessionId: string, agoMs = 0): void {
    const at = performance.now() - agoMs;
    // Nothing is newer than now.
    this.seen.set(sessionId, agoMs === 0 ? at : Math.max(at, this.seen.get(sessionId) ?? Number.NEGATIVE_INFINITY));
  }

  /** When the session was last used here and not written yet, in milliseconds before now. */
  agoMs(sessionId: string): number | undefined {
    const at = this.seen.get(sessionId);
    return at === undefined ? undefined : performance.now() - at;
  }

  /** Writes what has gathered; what cannot be written is kept for the next time. Never rejects. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async write(): Promise<void> {
    const batch = this.seen;
    this.seen = new Map();
    const entries = [...batch];
    try {
      for (let start = 0; start < entries.length; start += largestBatch) await this.writeBatch(entries.slice(start, start + largestBatch));
    } catch (error) {
      this.parts.log.warn({ err: error, sessions: batch.size }, 'activity could not be written, it is kept');
      for (const [sessionId, at] of batch) if (!this.seen.has(sessionId)) this.seen.set(sessionId, at);
    }
  }

  private async writeBatch(entries: readonly (readonly [string, number])[]): Promise<void> {
    const { rules } = this.parts;
    const now = performance.now();
    const written = await writeActivity(this.parts.sql, entries.map(([sessionId, at]) => ({ sessionId, agoMs: now - at })), { idleTimeoutMs: rules.idleTimeoutMs, given: rules.given?.idleTimeout === true });
    this.parts.written(written);
    const live = new Set(written.map(({ sessionId }) => sessionId));
    for (const [sessionId] of entries) if (!live.has(sessionId)) this.parts.ended(sessionId);
  }
}
