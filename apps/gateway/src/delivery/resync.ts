import type { Connection } from '../sockets/connection.js';

/** Tells sockets that missed something, as soon as anything may pass on them again, to fetch by REST. */
export class Resync {
  private readonly owed = new Set<Connection>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly mayPass: (connection: Connection) => boolean) {}

  owe(connection: Connection): void {
    if (connection.stage !== 'open') return;
    this.owed.add(connection);
    this.timer ??= setTimeout(() => this.pay(), AGAIN_MS).unref();
  }

  private pay(): void {
    this.timer = undefined;
    for (const connection of this.owed) {
      if (connection.stage === 'open' && !this.mayPass(connection)) continue;
      this.owed.delete(connection);
      if (connection.stage === 'open') connection.socket.emit('resync');
    }
    if (this.owed.size > 0) this.timer = setTimeout(() => this.pay(), AGAIN_MS).unref();
  }
}

const AGAIN_MS = 250;
