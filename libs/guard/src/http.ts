import * as plain from 'node:http';
import * as secure from 'node:https';
import { text } from 'node:stream/consumers';

export type Question = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** An answer, whole. */
export type Answer = { readonly status: number; readonly body: string };

/**
 * Asks one server, on connections that are kept for the next question. (Node's fetch opens another connection for each one that is given up, which nobody then
 * closes.) Redirects are not followed: they would carry the key elsewhere.
 */
export class Http {
  readonly #agents = { 'http:': new plain.Agent({ keepAlive: true }), 'https:': new secure.Agent({ keepAlive: true }) };
  readonly #underWay = new Set<plain.ClientRequest>();

  /** Rejects when the answer is not there, to its last byte, within `timeoutMs`. */
  async ask(question: Question, timeoutMs: number): Promise<Answer> {
    const asking = this.#send(question);
    const timer = setTimeout(() => asking.destroy(new Error(`no answer from Curfew within ${Math.round(timeoutMs)} ms`)), timeoutMs);
    try {
      const answer = await answerTo(asking);
      return { status: answer.statusCode ?? 0, body: await text(answer) };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Resolves to an answer that goes on, until `giveUp` says otherwise. */
  open(question: Question, giveUp: AbortSignal): Promise<plain.IncomingMessage> {
    const asking = this.#send(question);
    giveUp.addEventListener('abort', () => asking.destroy(giveUp.reason), { once: true });
    return answerTo(asking);
  }

  /** Gives up whatever is under way, and closes the connections that were kept. */
  close(): void {
    for (const asking of this.#underWay) asking.destroy(new Error('the guard is closed'));
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  #send({ url, method, headers, body = '' }: Question): plain.ClientRequest {
    const sized = body === '' ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) };
    const asking =
      url.protocol === 'https:'
        ? secure.request(url, { method, headers: sized, agent: this.#agents['https:'] })
        : plain.request(url, { method, headers: sized, agent: this.#agents['http:'] });
    this.#underWay.add(asking);
    asking.once('close', () => this.#underWay.delete(asking));
    asking.end(body);
    return asking;
  }
}

function answerTo(asking: plain.ClientRequest): Promise<plain.IncomingMessage> {
  return new Promise((resolve, reject) => {
    asking.once('response', resolve);
    asking.on('error', reject);
  });
}
