import { setTimeout as pause } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import type { Entry } from '../faults/history.js';

/** Clients come back after the time that they are told; here after this part of it, as it may be half a minute. */
const HURRY = 1 / 30;

/** One device that wants to be connected all the time, as a client should: told to come back later it does, and it stays away when its session is over. */
export class Listener {
  /** How often it was let in. */
  connects = 0;
  /** What it was told each time that it had to come back later, in milliseconds. */
  readonly told: number[] = [];
  /** When it was told that its session is over, by a last word or by a handshake that was refused. */
  over: number | null = null;
  /** How each connection ended that was not told anything: none should. */
  readonly lost: string[] = [];
  private socket: Socket | undefined;
  private closed = false;
  private readonly living: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly client: { readonly session: string; readonly token: string },
    private readonly history: Entry[],
  ) {
    this.living = this.live();
  }

  get connected(): boolean {
    return this.socket?.connected === true;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.socket?.disconnect();
    await this.living;
  }

  private async live(): Promise<void> {
    while (!this.closed && this.over === null) await pause(await this.once());
  }

  /** One connection from its beginning to its end; answers after how long to try again. */
  private once(): Promise<number> {
    const { client: { session, token }, history } = this;
    const from = performance.now();
    const socket = io(this.url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token } });
    this.socket = socket;
    let retry: number | undefined;
    const refused = (): void => {
      this.over = performance.now();
      history.push({ kind: 'refused', session, consumer: 'gateway', from, to: this.over });
    };
    socket.once('connect', () => {
      this.connects += 1;
      history.push({ kind: 'admitted', session, consumer: 'gateway', via: 'handshake', from, to: performance.now() });
    });
    socket.on('going-away', ({ retryAfterMs }: { readonly retryAfterMs: number }) => {
      this.told.push(retryAfterMs);
      retry = retryAfterMs * HURRY;
    });
    for (const end of ['session-revoked', 'session-expired']) socket.on(end, (event: { readonly sessionId: string }) => (event.sessionId === session ? refused() : undefined));
    return new Promise((resolve) => {
      socket.once('connect_error', (error: Error & { readonly data?: { readonly status?: number } }) => {
        if (error.data?.status === 401) refused();
        socket.disconnect();
        resolve(100);
      });
      socket.once('disconnect', (how) => {
        if (retry === undefined && this.over === null && !this.closed) this.lost.push(how);
        resolve(retry ?? 100);
      });
    });
  }
}
