import type { ServerResponse } from 'node:http';

/** What an answer has of its own. Nothing but harmless characters may be in its headers: nobody looks again. */
export interface OwnPart {
  readonly requestId: string;
  /** As they are written, a line each: `name: value\r\n`. */
  readonly headers: string;
  readonly text: string;
  /** How many bytes the text is in UTF-8. */
  readonly bytes: number;
}

/**
 * Answers 200 with headers that are always the same, and what each answer has of its own. Node would check each header anew for each answer, put them in order,
 * and write head and body apart; here it is one text, in the same order. Whatever is not as it mostly is goes Node's own way, and looks the same.
 */
export const wholeAnswers = (carried: readonly (readonly [name: string, value: string])[], keepAliveTimeout: number): ((response: ServerResponse, own: OwnPart) => void) => {
  const first = `HTTP/1.1 200 OK\r\n${carried.map(([name, value]) => `${name}: ${value}\r\n`).join('')}x-request-id: `;
  const last = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveTimeout / 1000)}\r\n\r\n`;
  let second = Number.NaN;
  let rest = '';
  return (response, { requestId, headers, text, bytes }) => {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) [second, rest] = [now, `Date: ${new Date(now * 1000).toUTCString()}\r\n${last}`];
    // As many bytes as characters: ASCII alone, which is the same in whatever a head is written in.
    if (response.shouldKeepAlive && bytes === text.length && isHeadless(response)) {
      response._header = `${first}${requestId}\r\n${headers}${rest}${text}`;
      response.end();
    } else response.writeHead(200, [...carried.flat(), 'x-request-id', requestId, ...pairsOf(headers)]).end(text);
  };
};

/** Where Node keeps the head of an answer until it is written together with its end; null before there is one. Middleware has relied on that since its first days. */
interface Headless {
  _header: string | null;
}

const isHeadless = (response: ServerResponse): response is ServerResponse & Headless => '_header' in response && response._header === null;

const pairsOf = (lines: string): readonly string[] => lines.trimEnd().split('\r\n').flatMap((line) => line.split(': ', 2));
