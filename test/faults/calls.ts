import { request } from 'node:http';
import type { Event } from '@curfew/contracts';
import { io, type Socket } from 'socket.io-client';

/** An answer, with when the question was sent and when the answer had come. */
export interface Told {
  readonly status: number;
  readonly body: unknown;
  readonly from: number;
  readonly to: number;
}

export interface Question {
  readonly token?: string | undefined;
  readonly body?: object;
  readonly withinMs?: number;
}

/** Asks over a connection of its own; undefined when no answer came in time, or none at all. */
export function call(url: string, what: string, { token, body, withinMs = 4_000 }: Question = {}): Promise<Told | undefined> {
  const [method = 'GET', path = '/'] = what.split(' ');
  const text = body === undefined ? undefined : JSON.stringify(body);
  const typed = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  const from = performance.now();
  return new Promise((resolve) => {
    const asked = request(new URL(path, url), { method, agent: false, signal: AbortSignal.timeout(withinMs), headers: { ...typed, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', () => resolve(undefined));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: parsed(Buffer.concat(parts).toString()), from, to: performance.now() }));
    });
    asked.once('error', () => resolve(undefined));
    asked.end(text);
  });
}

/** What a socket tells of: let in, not let in, an event, the last word of its session, its end. */
export interface Ear {
  admitted(from: number, to: number): void;
  refused(from: number, to: number): void;
  /** `from`: when the event was committed, at the earliest. */
  heard(event: Event, from: number, to: number): void;
  over(to: number): void;
}

/** Connects and listens until it is closed, or for `forMs` once it is let in; resolves then. */
export function listen({ url, token, sessionId, forMs }: { readonly url: string; readonly token: string; readonly sessionId: string; readonly forMs: number }, ear: Ear): Promise<void> {
  const from = performance.now();
  const socket: Socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false, timeout: 4_000, auth: { token } });
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      socket.disconnect();
      resolve();
    };
    let timer = setTimeout(end, 5_000);
    socket.once('connect', () => {
      ear.admitted(from, performance.now());
      clearTimeout(timer);
      timer = setTimeout(end, forMs);
    });
    socket.once('disconnect', end);
    socket.once('connect_error', (error: Error & { readonly data?: { readonly status?: number } }) => {
      if (error.data?.status === 401) ear.refused(from, performance.now());
      end();
    });
    socket.onAny((name: string, body: unknown) => {
      if (name === 'going-away' || name === 'resync' || name === 'presence') return;
      const event = body as Event;
      const own = event.sessionId === sessionId && (name === 'session-revoked' || name === 'session-expired');
      if (own) ear.over(performance.now());
      // The database stands on this machine, so its clock is this one's; an event's time is that of its transaction's beginning, cut to milliseconds.
      else ear.heard(event, Date.parse(event.occurredAt) - performance.timeOrigin - 1, performance.now());
    });
  });
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
