import type { PresenceNews } from '@curfew/contracts';
import type { Doorbell } from '@curfew/doorbell';
import { clearPresence, readOnline, writePresence, type Database, type Online, type PresenceChange } from '@curfew/persistence';

/** Which sessions have sockets open: written by the gateway that holds them, told on the doorbell, read with all gateways together. */
export class Presences {
  constructor(
    private readonly database: Database,
    private readonly doorbell: Doorbell,
    private readonly consumerId: string,
  ) {}

  /** Writes how many sockets each of these sessions has here; 0 takes it out. */
  write(changes: readonly PresenceChange[]): Promise<void> {
    return writePresence(this.database, this.consumerId, changes);
  }

  /** Takes all of this process out. */
  clear(): Promise<void> {
    return clearPresence(this.database, this.consumerId);
  }

  /** What is open of these sessions on all gateways that are alive. */
  read(sessionIds: readonly string[]): Promise<readonly Online[]> {
    return readOnline(this.database, sessionIds);
  }

  /** Tells the other processes what was just read of these sessions. */
  told(sessions: readonly Online[]): void {
    if (sessions.length > 0) this.tell(sessions.map((session) => ({ ...session, online: session.connections > 0 })));
  }

  /** Tells the other processes. */
  tell(news: PresenceNews['news']): void {
    this.doorbell.tellPresence(news);
  }

  /** Has `hearing` told of what other processes tell. */
  listen(hearing: (news: PresenceNews['news']) => void): void {
    this.doorbell.listen({ presence: hearing });
  }
}
