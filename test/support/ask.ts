import { request } from 'node:http';
import type { Door } from './curfew.js';

/** An answer over HTTP. `body` is the parsed JSON, the text of anything else, undefined for none. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: unknown;
}

export interface Question {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: object | string;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** Asks `GET /v1/sessions`. Not by fetch, which sets headers of its own (Sec-Fetch-Mode) and refuses others (Origin, Cookie). */
export function ask({ url }: Pick<Door, 'url'>, what: `${Method} /${string}`, { headers = {}, body }: Question = {}): Promise<Answer> {
  const [method, path = '/'] = what.split(' ');
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  const described = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) };
  const typed = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, url), { method: method ?? 'GET', agent: false, headers: { 'user-agent': firefox, ...typed, ...described, ...headers } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: parsed(answer.headers['content-type'], Buffer.concat(parts).toString()) }));
    });
    asked.once('error', reject);
    asked.end(text);
  });
}

/** The body of an answer that must be 2xx. */
export function ok<T>({ status, body }: Answer): T {
  if (status < 200 || status > 299) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body as T;
}

/** The value of a cookie that an answer sets, with its attributes in lower case. */
export function cookieOf({ headers }: Answer): { readonly name: string; readonly value: string; readonly attributes: readonly string[] } | undefined {
  const [line] = [headers['set-cookie'] ?? []].flat();
  if (line === undefined) return undefined;
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const at = pair.indexOf('=');
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes: attributes.map((each) => each.toLowerCase()) };
}

/** What the tests' requests say they are, unless told otherwise: "Firefox on Ubuntu". */
export const firefox = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

const parsed = (type: string | undefined, text: string): unknown => {
  if (text === '') return undefined;
  return type !== undefined && /[/+]json\b/u.test(type) ? JSON.parse(text) : text;
};
