import { CurfewError } from '@curfew/contracts';

/**
 * Refuses a request that says twice where it goes or who asks: one reader on the way would take the first, the next one the last
 * (RFC 9112 §3.2). HTTP/1.1 without Host is refused too. @throws CurfewError `invalid-request`
 */
export const demandSingleHeaders = ({ rawHeaders, httpVersion }: { readonly rawHeaders: readonly string[]; readonly httpVersion: string }): void => {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) throw new CurfewError('invalid-request', { detail: `The header ${name} came more than once.` });
    seen.add(name);
  }
  if (httpVersion === '1.1' && !seen.has('host')) throw new CurfewError('invalid-request', { detail: 'The header host is missing.' });
};

const SINGLE: ReadonlySet<string> = new Set(['host', 'authorization', 'content-type', 'origin', 'sec-fetch-site']);
