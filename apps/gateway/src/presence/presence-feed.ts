import type { Presence, PresenceNews } from '@curfew/contracts';

export interface PresenceFeedParts {
  /** Whether a user has a socket here. */
  readonly hasUser: (userId: string) => boolean;
  readonly deliver: (userId: string, news: readonly Presence[]) => void;
}

/** Brings presence to the sockets of the user whose sessions it tells of: at once after a quiet second, else gathered, at most one message a second. */
export class PresenceFeed {
  private readonly users = new Map<string, Gathered>();

  constructor(private readonly parts: PresenceFeedParts) {}

  heard(news: PresenceNews['news']): void {
    const quiet = new Set<string>();
    for (const { userId, sessionId, online, lastActiveAt } of news) {
      if (!this.parts.hasUser(userId)) continue;
      if (!this.users.has(userId)) quiet.add(userId);
      this.gathered(userId).set(sessionId, { sessionId, online, lastActiveAt });
    }
    for (const userId of quiet) this.deliver(userId);
  }

  private gathered(userId: string): Gathered {
    const known = this.users.get(userId) ?? new Map();
    this.users.set(userId, known);
    return known;
  }

  private deliver(userId: string): void {
    const gathered = this.users.get(userId);
    if (gathered === undefined || gathered.size === 0) return void this.users.delete(userId);
    this.parts.deliver(userId, [...gathered.values()]);
    gathered.clear();
    setTimeout(() => this.deliver(userId), PAUSE_MS).unref();
  }
}

type Gathered = Map<string, Presence>;

// A little over the second, as neither clocks nor networks are exact.
const PAUSE_MS = 1050;
