import type { IncomingMessage } from 'node:http';

import type { GatewayMetrics } from '../gateway-metrics.js';
import type { Link, WireServer } from '../sockets/wire.js';
import { TokenBucket } from './token-bucket.js';

export interface DoorParts {
  readonly allows: (origin: string) => boolean;
  /** Where a request comes from, as TRUST_PROXY has it. */
  readonly addressOf: (request: IncomingMessage) => string;
  readonly metrics: GatewayMetrics;
}

/** What stands before a WebSocket is made: which Origin may, and how many strangers at a time. Links that nobody has authenticated yet are counted here. */
export class Door {
  private readonly strangers = new Map<Link, string>();
  private readonly perAddress = new Map<string, number>();
  private readonly budget = new TokenBucket({ perSecond: 2000, burst: 20_000 }, performance.now());
  private closed = false;

  constructor(private readonly parts: DoorParts) {}

  /** Has requests that there is no room for turned away with 503. */
  guard({ engine }: WireServer): void {
    engine.use((request: IncomingMessage, _response: unknown, next: () => void) => {
      const refusal = this.refusalOf(request);
      if (refusal === undefined) return next();
      this.parts.metrics.refused(refusal.cause);
      turnAway(request, refusal.answer);
    });
  }

  /** engine.io's `allowRequest`: a page of another site is refused before the upgrade. Programs send no Origin. */
  readonly allowRequest = ({ headers: { origin } }: IncomingMessage, answer: (error: string | null | undefined, success: boolean) => void): void => {
    const allowed = origin === undefined || this.parts.allows(origin);
    if (!allowed) this.parts.metrics.refused('origin');
    answer(allowed ? undefined : 'This origin is not allowed', allowed);
  };

  /** A link was made: it counts as a stranger until it is let in or closed. */
  opened(link: Link): void {
    const address = this.parts.addressOf(link.request);
    this.strangers.set(link, address);
    this.perAddress.set(address, (this.perAddress.get(address) ?? 0) + 1);
  }

  /** This link is authenticated, or closed: it counts as a stranger no more. */
  admit(link: Link): void {
    const address = this.strangers.get(link);
    if (address === undefined) return;
    this.strangers.delete(link);
    const left = (this.perAddress.get(address) ?? 1) - 1;
    if (left === 0) this.perAddress.delete(address);
    else this.perAddress.set(address, left);
  }

  /** Lets no one in any more: the process stops. */
  close(): void {
    this.closed = true;
  }

  private refusalOf(request: IncomingMessage): RefusedRequest | undefined {
    if (this.closed) return { cause: 'stopping', answer: '503 Service Unavailable' };
    // An engine.io session cannot be taken over by who knows its id: nobody changes transport here.
    if (/[?&]sid=/u.test(request.url ?? '')) return { cause: 'malformed', answer: '400 Bad Request' };
    const address = this.parts.addressOf(request);
    const crowded = this.strangers.size >= MOST_STRANGERS || (!LOOPBACK.test(address) && (this.perAddress.get(address) ?? 0) >= MOST_PER_ADDRESS);
    if (crowded) return { cause: 'crowded', answer: '503 Service Unavailable' };
    return this.budget.take(performance.now()) ? undefined : { cause: 'budget', answer: '503 Service Unavailable' };
  }
}

interface RefusedRequest {
  readonly cause: 'stopping' | 'malformed' | 'crowded' | 'budget';
  readonly answer: '400 Bad Request' | '503 Service Unavailable';
}

// Unauthenticated for 5 s at most, each some 20 kB.
const MOST_STRANGERS = 20_000;
const MOST_PER_ADDRESS = 1000;
// A proxy on this machine stands for all of its clients.
const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/u;

const turnAway = ({ socket }: IncomingMessage, answer: RefusedRequest['answer']): void => {
  socket.on('error', () => undefined);
  const retry = answer.startsWith('503') ? 'Retry-After: 1\r\n' : '';
  socket.end(`HTTP/1.1 ${answer}\r\n${retry}Content-Length: 0\r\nConnection: close\r\n\r\n`);
  setTimeout(() => socket.destroy(), 1000).unref();
};
