import type { ServerResponse } from 'node:http';

/** What an answer has of its own: headers (name, value, name, …), which nothing but harmless characters may be in, and its text. */
export interface OwnPart {
  readonly headers: readonly string[];
  readonly text: string;
  /** How many bytes the text is in UTF-8. */
  readonly bytes: number;
}

/**
 * Answers 200 with headers that are always the same, and what each answer has of its own. They are put in order once, as Node would: it checks each header
 * anew for each answer, and writes head and body apart. Whatever is not as it mostly is goes Node's own way, and looks the same.
 */
export const wholeAnswers = (carried: readonly string[], keepAliveTimeout: number): ((response: ServerResponse, own: OwnPart) => void) => {
  const first = `HTTP/1.1 200 OK\r\n${lines(carried)}`;
  const last = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveTimeout / 1000)}\r\n\r\n`;
  let second = Number.NaN;
  let rest = '';
  return (response, { headers, text, bytes }) => {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) [second, rest] = [now, `Date: ${new Date(now * 1000).toUTCString()}\r\n${last}`];
    // As many bytes as characters: ASCII alone, which is the same in whatever a head is written in.
    if (response.shouldKeepAlive && bytes === text.length && isHeadless(response)) {
      response._header = `${first}${lines(headers)}${rest}${text}`;
      response.end();
    } else response.writeHead(200, [...carried, ...headers]).end(text);
  };
};

/** Where Node keeps the head of an answer until it writes it, together with its end: null before it is made. Middleware of all kinds has relied on that since its first days. */
interface Headless {
  _header: string | null;
}

const isHeadless = (response: ServerResponse): response is ServerResponse & Headless => '_header' in response && response._header === null;

const lines = (headers: readonly string[]): string => {
  let text = '';
  for (let at = 0; at < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return text;
};
