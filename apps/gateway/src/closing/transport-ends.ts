import type { Socket } from 'node:net';

/** A transport that was asked to close, and since when (monotonic milliseconds) its socket was on its way out. */
export interface Parting {
  readonly transport: Socket;
  readonly since: number;
}

/** Makes sure that transports end: a peer that reads nothing keeps its connection for as long as it likes. */
export class TransportEnds {
  private readonly open = new Set<Socket>();
  private waiting: (() => void)[] = [];

  /** Destroys those that are not gone in a second; tells `ended` how long each took. */
  await(partings: readonly Parting[], ended: (ms: number) => void): void {
    const still = partings.filter(({ transport }) => !transport.destroyed && !this.open.has(transport));
    for (const { transport, since } of still) {
      this.open.add(transport);
      transport.once('close', () => {
        ended(performance.now() - since);
        this.closed(transport);
      });
    }
    setTimeout(() => still.forEach(({ transport }) => transport.destroy()), 1000).unref();
  }

  /** Resolves when none is left. */
  async settled(): Promise<void> {
    if (this.open.size === 0) return;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private closed(transport: Socket): void {
    this.open.delete(transport);
    if (this.open.size > 0) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
