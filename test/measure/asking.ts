import { Agent, request } from 'node:http';
import type { Door } from '../support/curfew.js';

/** An answer, and when it had wholly come (`performance.now()`). */
export interface Answered<T> {
  readonly status: number;
  readonly body: T;
  readonly at: number;
}

export interface Asked {
  readonly token: string;
  /** Whose connections: those who make the noise do not stand in the way of those who measure. */
  readonly agent?: Agent;
  readonly body?: object;
}

/** Asks over a connection that is kept: what is measured is the answer, not the way there. */
export function askKept<T>({ url }: Pick<Door, 'url'>, what: string, { token, body, agent = connections(64) }: Asked): Promise<Answered<T>> {
  const [method, path = '/'] = what.split(' ');
  const text = body === undefined ? undefined : JSON.stringify(body);
  const typed = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, url), { method: method ?? 'GET', agent, headers: { authorization: `Bearer ${token}`, ...typed } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) as T, at: performance.now() }));
    });
    asked.once('error', reject);
    asked.end(text);
  });
}

/** So many connections to each process, kept. */
export const connections = (most: number): Agent => kept.get(most) ?? keep(most);

const kept = new Map<number, Agent>();

function keep(most: number): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: most, maxFreeSockets: most });
  kept.set(most, agent);
  return agent;
}
