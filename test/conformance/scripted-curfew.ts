import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { v7 as uuidv7 } from 'uuid';

/** A session as the scripted Curfew knows it. */
export interface ScriptedSession {
  readonly id: string;
  readonly userId: string;
  readonly token: string;
  generation: number;
  ended: boolean;
}

export type Way = 'feed' | 'sessions' | 'acks' | 'activity' | 'stream' | 'consumers';

/** What a consumer asked, with when. */
export interface Asked {
  readonly way: Way;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * The services of a Curfew (docs/protocol.md) without a Curfew: it says exactly what a test has it say, and holds back what a test holds back. One api key,
 * no clock, no database.
 */
export class ScriptedCurfew {
  readonly asked: Asked[] = [];
  /** Held: asked, and not answered until `release`. */
  readonly held = new Set<Way>();
  /** Answered with this status instead, once for each. */
  readonly refusals: { readonly way: Way; readonly status: number; readonly code: string }[] = [];
  /** Whether events are pushed on the streams, too. */
  pushes = true;
  leaseMs = 3_000;
  /** Which history of the database it reads, and which one it reads sessions from: another, where a primary that was replaced still answers. */
  source = 'first';
  sessionSource: string | null = null;
  /** Public keys, and who it says it is. */
  keys: readonly object[] = [];
  issuer = 'https://scripted.example';
  /** How often its keys were fetched. */
  keyFetches = 0;
  readonly #sessions: ScriptedSession[] = [];
  readonly #log: object[] = [];
  readonly #consumers = new Set<string>();
  readonly #streams = new Map<string, ServerResponse>();
  readonly #generations = new Map<string, number>();
  readonly #waiting: { readonly way: Way; readonly answer: () => void }[] = [];
  readonly #server = createServer((question, answer) => void this.#take(question, answer).catch(() => answer.destroy()));

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  open(userId = uuidv7()): ScriptedSession {
    const session = { id: uuidv7(), userId, token: randomBytes(32).toString('base64url'), generation: this.#generations.get(userId) ?? 0, ended: false };
    this.#sessions.push(session);
    this.append({ type: 'session-created', userId, sessionId: session.id });
    return session;
  }

  end(session: ScriptedSession): object {
    session.ended = true;
    return this.append({ type: 'session-revoked', userId: session.userId, sessionId: session.id, reason: 'revoked-by-user' });
  }

  /** All of a user's but one, by one event. */
  endOthers(spared: ScriptedSession): object {
    const generation = (this.#generations.get(spared.userId) ?? 0) + 1;
    this.#generations.set(spared.userId, generation);
    for (const each of this.#sessions) if (each.userId === spared.userId && each !== spared) each.ended = true;
    spared.generation = generation;
    return this.append({ type: 'sessions-revoked', userId: spared.userId, sessionId: null, reason: 'revoked-by-user', sparedSessionId: spared.id, generation });
  }

  append(event: { readonly type: string; readonly userId: string | null; readonly sessionId: string | null; readonly [more: string]: unknown }): object {
    const whole = { id: uuidv7(), position: String(this.#log.length), occurredAt: new Date().toISOString(), actor: { type: 'system', id: null }, reason: null, session: null, ...event };
    this.#log.push(whole);
    if (this.pushes) this.push(whole);
    return whole;
  }

  push(event: object): void {
    for (const stream of this.#streams.values()) stream.write(`id: c${this.#log.length}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  /** Writes what is no event, and keeps the line open. */
  beat(): void {
    for (const stream of this.#streams.values()) stream.write(': still here\n\n');
  }

  dropStreams(): void {
    for (const stream of this.#streams.values()) stream.destroy();
  }

  get streams(): number {
    return this.#streams.size;
  }

  forgetConsumers(): void {
    this.#consumers.clear();
  }

  asks(way: Way): readonly Asked[] {
    return this.asked.filter((each) => each.way === way);
  }

  waits(way: Way): boolean {
    return this.#waiting.some((each) => each.way === way);
  }

  /** Answers what was held: as it would have been answered when it was asked. */
  release(way: Way): void {
    this.held.delete(way);
    for (const each of this.#waiting.splice(0)) {
      if (each.way === way) each.answer();
      else this.#waiting.push(each);
    }
  }

  async #take(question: IncomingMessage, answer: ServerResponse): Promise<void> {
    const url = new URL(question.url ?? '/', 'http://scripted');
    if (url.pathname.startsWith('/.well-known/') && url.search !== '') return send(answer, 400, { code: 'invalid-request' });
    if (url.pathname === '/.well-known/oauth-authorization-server') return send(answer, 200, { issuer: this.issuer });
    if (url.pathname === '/.well-known/jwks.json') {
      this.keyFetches += 1;
      return send(answer, 200, { keys: this.keys });
    }
    const way = wayOf(url.pathname);
    if (way === null) return send(answer, 404, { code: 'not-found' });
    const body = question.method === 'POST' ? await json(question) : undefined;
    const asked = { way, query: Object.fromEntries(url.searchParams), body };
    this.asked.push(asked);
    const at = this.refusals.findIndex((each) => each.way === way);
    const [refusal] = at === -1 ? [] : this.refusals.splice(at, 1);
    if (refusal) return send(answer, refusal.status, { code: refusal.code });
    // What it says is as of when it was asked: an answer that was held is old.
    const say = this.#answerTo(asked, answer);
    if (this.held.has(way)) this.#waiting.push({ way, answer: say });
    else say();
    return undefined;
  }

  #answerTo({ way, query, body }: Asked, answer: ServerResponse): () => void {
    if (way === 'feed') return this.#feed(query, answer);
    if (way === 'sessions') return this.#read(body as { tokenHashes?: string[]; ids?: string[] }, answer);
    if (way !== 'stream') return () => void answer.writeHead(204).end();
    if (!this.#consumers.has(query['consumer'] ?? '')) return () => send(answer, 404, { code: 'not-found' });
    return () => {
      answer.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 1000\n: open\n\n');
      this.#streams.set(query['consumer'] ?? '', answer);
      answer.once('close', () => this.#streams.delete(query['consumer'] ?? ''));
    };
  }

  #feed({ consumer = uuidv7(), after, ...query }: Readonly<Record<string, string>>, answer: ServerResponse): () => void {
    if (query['lease'] !== undefined && Number(query['lease']) > this.leaseMs) return () => send(answer, 400, { code: 'invalid-request', errors: [{ path: 'lease', message: 'too long' }] });
    if (after !== undefined && !this.#consumers.has(consumer)) return () => send(answer, 404, { code: 'not-found' });
    this.#consumers.add(consumer);
    const events = after === undefined ? [] : this.#log.slice(Number(after.slice(1)));
    const cursor = `c${this.#log.length}`;
    const { source } = this;
    return () => send(answer, 200, { events, cursor, source, consumer, leaseMs: Number(query['lease'] ?? this.leaseMs), pollIntervalMs: 200, idleTimeoutMs: 1_209_600_000 });
  }

  #read({ tokenHashes = [], ids = [] }: { tokenHashes?: readonly string[]; ids?: readonly string[] }, answer: ServerResponse): () => void {
    const found = this.#sessions.filter((each) => !each.ended && (tokenHashes.includes(hashOf(each.token)) || ids.includes(each.id)));
    const sessions = found.map(({ id, userId, token, generation }) => ({
      id, userId, tokenHash: hashOf(token), generation, realmGeneration: 0, expiresInMs: 3_600_000, absoluteInMs: 3_600_000,
      user: { id: userId, email: null, name: null, role: 'user', externalId: null },
    }));
    const source = this.sessionSource ?? this.source;
    return () => send(answer, 200, { sessions, source });
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

const wayOf = (path: string): Way | null => {
  const way = /^\/v1\/feed(?:\/(sessions|acks|activity|stream|consumers))?(?:\/|$)/.exec(path);
  return way === null ? null : ((way[1] ?? 'feed') as Way);
};

function send(answer: ServerResponse, status: number, body: object): void {
  answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
