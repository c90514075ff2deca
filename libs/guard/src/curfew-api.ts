import { serverMetadata } from '@curfew/contracts';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Http } from './http.js';
import type { Settings } from './settings.js';
import { found, page, type FeedAnswer, type FoundAnswer } from './wire.js';

/** Curfew answered, and it was no. `path`: the first field that did not fit. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';

  constructor(what: string, readonly status: number, { code, path }: { readonly code: string | null; readonly path: string | null }) {
    super(`Curfew answered ${status}${code === null ? '' : ` (${code})`} to ${what}`);
    this.code = code;
    this.path = path;
  }

  readonly code: string | null;
  readonly path: string | null;
}

export type FeedQuestion = {
  readonly after?: string;
  readonly consumer?: string;
  readonly lease?: string;
  readonly label?: string;
  readonly onStale?: 'allow';
  readonly sockets?: string;
};

type Asked = { readonly query?: Readonly<Record<string, string>>; readonly body?: object; readonly method?: string; readonly timeoutMs: number };

/** The parts of Curfew's api that a guard uses (docs/protocol.md). Each throws an AnswerError for an answer that is not 2xx, and another error for none in time. */
export class CurfewApi {
  readonly #http = new Http();

  constructor(private readonly settings: Pick<Settings, 'url' | 'apiKey'>) {}

  async feed(question: FeedQuestion, timeoutMs: number): Promise<FeedAnswer> {
    return this.#read('v1/feed', page, { query: question, timeoutMs });
  }

  async sessions(wanted: { readonly tokenHashes: readonly string[]; readonly ids: readonly string[] }, timeoutMs: number): Promise<FoundAnswer> {
    return this.#read('v1/feed/sessions', found, { body: wanted, timeoutMs });
  }

  async acknowledge(consumer: string, acks: readonly object[], timeoutMs: number): Promise<void> {
    await this.#ask('v1/feed/acks', { body: { consumer, acks }, timeoutMs });
  }

  async reportActivity(seen: readonly object[], timeoutMs: number): Promise<void> {
    await this.#ask('v1/feed/activity', { body: { seen }, timeoutMs });
  }

  async deregister(consumer: string, timeoutMs: number): Promise<void> {
    await this.#ask(`v1/feed/consumers/${consumer}`, { method: 'DELETE', timeoutMs });
  }

  async issuer(timeoutMs: number): Promise<string> {
    return (await this.#read('.well-known/oauth-authorization-server', serverMetadata.pick({ issuer: true }), { timeoutMs })).issuer;
  }

  get keySet(): URL {
    return new URL('.well-known/jwks.json', this.settings.url);
  }

  /** The stream of events, open until `giveUp` says otherwise. */
  async stream(consumer: string, giveUp: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const url = new URL('v1/feed/stream', this.settings.url);
    url.searchParams.set('consumer', consumer);
    const answer = await this.#http.open({ url, method: 'GET', headers: { ...this.#headers(), accept: 'text/event-stream' } }, giveUp);
    if (answer.statusCode !== 200) throw refusalOf('GET v1/feed/stream', answer.statusCode ?? 0, await text(answer));
    return answer;
  }

  /** Gives up whatever is under way. */
  abandon(): void {
    this.#http.close();
  }

  async #read<Schema extends z.ZodType>(path: string, schema: Schema, asked: Asked): Promise<z.infer<Schema>> {
    return schema.parse(JSON.parse(await this.#ask(path, asked)));
  }

  async #ask(path: string, { query = {}, body, method = body === undefined ? 'GET' : 'POST', timeoutMs }: Asked): Promise<string> {
    const url = new URL(path, this.settings.url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const sent = body === undefined ? { headers: this.#headers() } : { headers: { ...this.#headers(), 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await this.#http.ask({ url, method, ...sent }, timeoutMs);
    if (answer.status < 200 || answer.status > 299) throw refusalOf(`${method} ${path}`, answer.status, answer.body);
    return answer.body;
  }

  #headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.settings.apiKey}`, accept: 'application/json', 'user-agent': 'curfew-guard' };
  }
}

const problem = z.object({ code: z.string(), errors: z.array(z.object({ path: z.string() })).optional() });

function refusalOf(what: string, status: number, body: string): AnswerError {
  const { data } = problem.safeParse(jsonOrNull(body));
  return new AnswerError(what, status, { code: data?.code ?? null, path: data?.errors?.[0]?.path ?? null });
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
