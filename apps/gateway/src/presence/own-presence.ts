import type { PresenceNews } from '@curfew/contracts';
import type { Logger } from '@curfew/platform';

/** A session as all gateways together see it. */
export interface SeenOnline {
  readonly sessionId: string;
  readonly userId: string;
  readonly connections: number;
  readonly lastActiveAt: string;
}

export interface OwnPresenceParts {
  /** How many sockets of a session are open here now. */
  readonly countOf: (sessionId: string) => number;
  /** Writes this gateway's counts; 0 takes the session out. */
  readonly write: (changes: readonly { readonly sessionId: string; readonly connections: number }[]) => Promise<void>;
  /** Reads what is open on all gateways. */
  readonly read: (sessionIds: readonly string[]) => Promise<readonly SeenOnline[]>;
  readonly tell: (news: PresenceNews['news']) => void;
  readonly log: Logger;
}

/**
 * Writes down, in batches, how many sockets of which session are open here, and tells each change with how many are open on all gateways.
 * That is read, not guessed: so one is said to be offline only when no gateway has it open.
 */
export class OwnPresence {
  private readonly changes = new Set<string>();
  /** How many sockets a session had here when it was last told of; none: 0. */
  private readonly told = new Map<string, number>();
  /** Gone here while open elsewhere: looked at once more, as the other may go in the same moment, and its word come before ours. */
  private readonly unsure = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly parts: OwnPresenceParts) {}

  /** A socket of this session opened or closed here. */
  changed(sessionId: string): void {
    this.changes.add(sessionId);
    this.timer ??= setTimeout(() => void this.flush(), EVERY_MS).unref();
  }

  /** Another gateway says that it is offline: where that is not so, it is told again. */
  heardOffline(sessionId: string): void {
    if (!this.told.delete(sessionId)) return;
    this.changed(sessionId);
  }

  /** Writes and tells what has changed so far. Never rejects: what failed is tried again. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const ids = [...this.changes];
    this.changes.clear();
    return (this.writing = this.writing.then(async () => {
      for (let from = 0; from < ids.length; from += MOST_AT_ONCE) await this.flushed(ids.slice(from, from + MOST_AT_ONCE));
    }));
  }

  private async flushed(ids: readonly string[]): Promise<void> {
    try {
      const counts = ids.map((sessionId) => ({ sessionId, connections: this.parts.countOf(sessionId) }));
      await this.parts.write(counts);
      const here = new Map(counts.map(({ sessionId, connections }) => [sessionId, connections]));
      const again = new Set(ids.filter((id) => this.unsure.delete(id)));
      const toTell = ids.filter((id) => again.has(id) || here.get(id) !== (this.told.get(id) ?? 0));
      if (toTell.length === 0) return;
      const seen = await this.parts.read(toTell);
      this.tell(seen, here);
      for (const { sessionId, connections } of seen) if (connections > 0 && here.get(sessionId) === 0 && !again.has(sessionId)) this.lookAgain(sessionId);
    } catch (err) {
      this.parts.log.warn({ err, sessions: ids.length }, 'presence could not be written: trying again');
      for (const id of ids) this.changed(id);
    }
  }

  private lookAgain(sessionId: string): void {
    this.unsure.add(sessionId);
    this.changed(sessionId);
  }

  private tell(seen: readonly SeenOnline[], here: ReadonlyMap<string, number>): void {
    for (const { sessionId } of seen) {
      const count = here.get(sessionId) ?? 0;
      if (count > 0) this.told.set(sessionId, count);
      else this.told.delete(sessionId);
    }
    const news = seen.map(({ sessionId, userId, connections, lastActiveAt }) => ({ sessionId, userId, online: connections > 0, connections, lastActiveAt }));
    if (news.length > 0) this.parts.tell(news);
  }
}

const EVERY_MS = 500;
// When thousands come or go together, no turn of the event loop is long.
const MOST_AT_ONCE = 500;
