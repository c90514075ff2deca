import { Agent, request } from 'node:http';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
  /** Sent in pieces, without saying how long it is. */
  readonly chunked?: boolean;
}

/** An answer as it came: nothing is parsed. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** Asks over connections that are kept, at most this many at a time. */
export class Client {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    private readonly connections = 16,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  ask({ method, path, headers, body, chunked = false }: Asked): Promise<Reply> {
    const { hostname, port } = new URL(this.url);
    const length = body === undefined ? {} : chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const asked = request({ agent: this.agent, hostname, port, method, path, headers: { ...length, ...headers }, timeout: 15_000 }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('error', reject);
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() }));
      });
      asked.once('timeout', () => asked.destroy(new Error('no answer within 15 s')));
      asked.once('error', reject);
      if (chunked && body !== undefined) asked.write(body);
      asked.end(chunked ? undefined : body);
    });
  }

  /** Does `work` for each item, as many at a time as there are connections, and gives what it said in the same order. */
  async each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
    const results: R[] = [];
    const left = items.entries();
    const one = async (): Promise<void> => {
      for (const [at, item] of left) results[at] = await work(item);
    };
    await Promise.all(Array.from({ length: this.connections }, one));
    return results;
  }

  close(): void {
    this.agent.destroy();
  }
}
