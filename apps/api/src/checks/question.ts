import type { IncomingMessage } from 'node:http';

/** What is asked most: which session asks, and whether a request may pass. */
export const CURRENT = '/v1/sessions/current';
export const FORWARD_AUTH = '/v1/forward-auth';

/**
 * Which of the two is asked, as plainly as clients ask it: a GET by HTTP/1.1 of the very path, nothing in it that another part of the API has a
 * word to say about (a body, an Origin, a header that came twice). Undefined for everything else.
 */
export const questionOf = (request: Pick<IncomingMessage, 'method' | 'url' | 'httpVersion' | 'rawHeaders'>): typeof CURRENT | typeof FORWARD_AUTH | undefined => {
  const { method, url, httpVersion, rawHeaders } = request;
  if ((url !== FORWARD_AUTH && url !== CURRENT) || method !== 'GET' || httpVersion !== '1.1') return undefined;
  return isPlain(rawHeaders) ? url : undefined;
};

const isPlain = (rawHeaders: readonly string[]): boolean => {
  let hosts = 0;
  let credentials = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    // Most names are told apart by their length: what has none of these is of no consequence here.
    if (!TOLD_BY.has(name.length)) continue;
    const known = name.toLowerCase();
    if (known === 'host') hosts += 1;
    else if (known === 'authorization') credentials += 1;
    else if (UNUSUAL.has(known)) return false;
  }
  return hosts === 1 && credentials <= 1;
};

const UNUSUAL: ReadonlySet<string> = new Set(['origin', 'sec-fetch-site', 'content-type', 'content-length', 'transfer-encoding']);
const TOLD_BY: ReadonlySet<number> = new Set(['host', 'authorization', ...UNUSUAL].map(({ length }) => length));
