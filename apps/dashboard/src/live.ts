import { event, presence, type Event, type Presence } from '@curfew/contracts';
import type { Socket } from 'socket.io-client';
import { z } from 'zod';

/** How the page stands to the server. `since`: when it was last right, by the server's clock. */
export type LiveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'reconnecting'; readonly since: number }
  | { readonly kind: 'offline'; readonly since: number }
  /** The server cannot prove who is signed in, and lets nobody through (503). */
  | { readonly kind: 'unsure'; readonly since: number };

export interface LiveHandlers {
  readonly now: () => number;
  readonly onState: (state: LiveState) => void;
  /** Connected (again), or told that something was missed: it is to be fetched. */
  readonly onConnect: () => void;
  /** True when it is the end of this browser's own session: then nothing is tried again. */
  readonly onEvent: (event: Event) => boolean;
  readonly onPresence: (news: readonly Presence[]) => void;
  /** The handshake was refused: not signed in (any more). */
  readonly onSignedOut: () => void;
  /** What an administrator who watches is told, beside their own events; not checked yet. */
  readonly onWatched: (name: 'session-events' | 'revocation-progress', body: unknown) => void;
}

export interface Live {
  /** Tries now instead of later. */
  readonly retry: () => void;
  /** Watches everyone's sessions with a filter, through every loss of the connection; null ends it. Only administrators are told anything. */
  readonly watch: (filter: object | null) => void;
  readonly close: () => void;
}

const presenceList = z.array(presence);
const goingAway = z.object({ retryAfterMs: z.number().min(0).max(600_000) });
// Who may not watch is told so, and sees it by the page that they are led to.
const unheard = (): void => undefined;
const refusal = z.object({ data: z.object({ status: z.number() }) });

/** How long to wait before the nth try: 0.3 s, doubled to at most 8 s, by chance up to half less, so that not all come back at once. */
export const delayOf = (tries: number, chance: number): number => Math.min(8000, 300 * 2 ** tries) * (1 - chance / 2);

/** Follows the account's events for as long as the page is signed in, through every loss of the connection. */
export const openLive = (address: string, handlers: LiveHandlers): Live => {
  const connection = new Connection(handlers);
  void import('socket.io-client').then(({ io }) =>
    connection.start(io(address, { transports: ['websocket'], withCredentials: true, reconnection: false, autoConnect: false, timeout: 8000 })),
  );
  return { retry: () => connection.retry(), watch: (filter) => connection.watch(filter), close: () => connection.close() };
};

class Connection {
  readonly #handlers: LiveHandlers;
  #socket: Socket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #since: number;
  #retryAfter: number | undefined;
  #over = false;
  #watched: object | null = null;

  constructor(handlers: LiveHandlers) {
    this.#handlers = handlers;
    this.#since = handlers.now();
    handlers.onState({ kind: 'connecting' });
  }

  start(socket: Socket): void {
    if (this.#over) return;
    this.#socket = socket;
    socket.on('connect', () => this.#connected());
    socket.on('disconnect', () => this.#lost());
    socket.on('connect_error', (error) => this.#refused(error));
    socket.onAny((name: unknown, body: unknown) => this.#heard(String(name), body));
    window.addEventListener('online', this.#wake);
    window.addEventListener('offline', this.#sleep);
    document.addEventListener('visibilitychange', this.#wake);
    socket.connect();
  }

  retry(): void {
    if (this.#over || this.#socket === undefined || this.#socket.connected) return;
    clearTimeout(this.#timer);
    this.#socket.connect();
  }

  watch(filter: object | null): void {
    const before = this.#watched;
    this.#watched = filter;
    if (filter !== null) this.#watchAgain();
    else if (before !== null && this.#socket?.connected === true) this.#socket.emit('unwatch', unheard);
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    window.removeEventListener('online', this.#wake);
    window.removeEventListener('offline', this.#sleep);
    document.removeEventListener('visibilitychange', this.#wake);
    this.#socket?.disconnect();
  }

  readonly #wake = (): void => {
    if (document.visibilityState === 'visible') this.retry();
  };

  // A socket that cannot work any more may take a minute to notice: the browser knows at once.
  readonly #sleep = (): void => {
    if (this.#socket?.connected === true) this.#socket.disconnect();
    else this.#say('offline');
  };

  #connected(): void {
    this.#tries = 0;
    this.#retryAfter = undefined;
    this.#handlers.onState({ kind: 'live' });
    this.#watchAgain();
    this.#handlers.onConnect();
  }

  #watchAgain(): void {
    if (this.#watched !== null && this.#socket?.connected === true) this.#socket.emit('watch', { filter: this.#watched }, unheard);
  }

  #lost(): void {
    this.#since = this.#handlers.now();
    if (this.#over) return;
    this.#say(navigator.onLine ? 'reconnecting' : 'offline');
    this.#again();
  }

  #refused(error: unknown): void {
    const parsed = refusal.safeParse(error);
    const status = parsed.success ? parsed.data.data.status : 0;
    if (status === 401) {
      this.close();
      this.#handlers.onSignedOut();
      return;
    }
    this.#say(status === 503 ? 'unsure' : navigator.onLine ? 'reconnecting' : 'offline');
    this.#again();
  }

  #heard(name: string, body: unknown): void {
    if (this.#over) return;
    if (name === 'presence') {
      const news = presenceList.safeParse(body);
      if (news.success) this.#handlers.onPresence(news.data);
      return;
    }
    if (name === 'going-away') {
      const notice = goingAway.safeParse(body);
      if (notice.success) this.#retryAfter = notice.data.retryAfterMs;
      return;
    }
    if (name === 'resync') return this.#handlers.onConnect();
    if (name === 'session-events' || name === 'revocation-progress') return this.#handlers.onWatched(name, body);
    const parsed = event.safeParse(body);
    if (parsed.success && this.#handlers.onEvent(parsed.data)) this.close();
  }

  #say(kind: 'reconnecting' | 'offline' | 'unsure'): void {
    this.#handlers.onState({ kind, since: this.#since });
  }

  #again(): void {
    clearTimeout(this.#timer);
    const wait = this.#retryAfter ?? delayOf(this.#tries, Math.random());
    this.#retryAfter = undefined;
    this.#tries += 1;
    this.#timer = setTimeout(() => this.retry(), wait);
  }
}
