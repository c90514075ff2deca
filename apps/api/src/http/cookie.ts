/** The session cookie as this installation sets it. */
export interface CookieRules {
  readonly name: string;
  readonly secure: boolean;
}

/** The cookie's value; `ambiguous` when it came twice with different ones, as when a neighbouring site planted one (RFC 6265bis §8.6). */
export const readCookie = (header: string | undefined, name: string): string | 'ambiguous' | undefined => {
  const values = new Set<string>();
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) values.add(pair.slice(at + 1).trim());
  }
  const [value] = values;
  return values.size > 1 ? 'ambiguous' : value;
};

/** `Set-Cookie` for a token, for so long at most. No Domain: it belongs to this very host. */
export const sessionCookie = ({ name, secure }: CookieRules, token: string, maxAgeMs: number): string =>
  [`${name}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${Math.floor(maxAgeMs / 1000)}`, ...(secure ? ['Secure'] : [])].join('; ');

/** `Set-Cookie` that takes it away. */
export const noCookie = (rules: CookieRules): string => sessionCookie(rules, '', 0);
