import type { Socket } from 'node:net';

/** Makes sure that transports end: a peer that reads nothing keeps its connection for as long as it likes. */
export class TransportEnds {
  private readonly open = new Set<Socket>();
  private waiting: (() => void)[] = [];

  /** Destroys this one if it is not gone in a second; calls `ended` when it is. */
  await(transport: Socket, ended: () => void): void {
    if (transport.destroyed || this.open.has(transport)) return;
    this.open.add(transport);
    const late = setTimeout(() => transport.destroy(), 1000);
    transport.once('close', () => {
      clearTimeout(late);
      ended();
      this.closed(transport);
    });
  }

  /** Resolves when none is left. */
  async settled(): Promise<void> {
    if (this.open.size === 0) return;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Destroys all that are left. */
  destroy(): void {
    for (const transport of this.open) transport.destroy();
  }

  private closed(transport: Socket): void {
    this.open.delete(transport);
    if (this.open.size > 0) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
