/** Headers as Node has them: names in lower case. */
export type Headers = { readonly [name: string]: string | readonly string[] | undefined };

/** Where a token may come from. */
export type CredentialOptions = {
  /** Names of cookies that may hold it; Curfew's own unless told. Empty: none. */
  readonly cookies?: readonly string[];
  /** Origins, beside this host's own, whose pages may send the cookie: `https://app.example.com`. */
  readonly origins?: readonly string[];
};

const CURFEWS = ['__Host-curfew', 'curfew'];

/**
 * The token of a request: `Authorization: Bearer`, else a cookie. A cookie is sent by any page that asks for it, so it counts only when the browser
 * names no Origin (it always does for sockets and for what changes something) or this host's, or one of `origins`.
 */
export function tokenIn(headers: Headers, { cookies = CURFEWS, origins = [] }: CredentialOptions = {}): string | undefined {
  const authorization = one(headers['authorization']);
  if (authorization !== undefined) return /^bearer +(\S+)$/iu.exec(authorization)?.[1];
  return isFromHere(headers, origins) ? cookieIn(one(headers['cookie']) ?? '', cookies) : undefined;
}

const one = (value: string | readonly string[] | undefined): string | undefined => (typeof value === 'string' ? value : value?.[0]);

function isFromHere(headers: Headers, origins: readonly string[]): boolean {
  const origin = one(headers['origin']);
  if (origin === undefined || origins.includes(origin)) return true;
  return origin.replace(/^https?:\/\//u, '') === one(headers['host']);
}

function cookieIn(line: string, names: readonly string[]): string | undefined {
  const pairs = line.split(';').map((pair) => pair.trim());
  for (const name of names) {
    const pair = pairs.find((each) => each.startsWith(`${name}=`));
    if (pair !== undefined) return pair.slice(name.length + 1).replace(/^"(.*)"$/u, '$1');
  }
  return undefined;
}
