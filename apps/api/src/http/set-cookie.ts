/** The session cookie as this installation sets it. */
export interface CookieRules {
  readonly name: string;
  readonly secure: boolean;
}

/** `Set-Cookie` for a token, for so long at most. No Domain: it belongs to this very host. */
export const sessionCookie = ({ name, secure }: CookieRules, token: string, maxAgeMs: number): string =>
  [`${name}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${Math.floor(maxAgeMs / 1000)}`, ...(secure ? ['Secure'] : [])].join('; ');

/** `Set-Cookie` that takes it away. */
export const noCookie = (rules: CookieRules): string => sessionCookie(rules, '', 0);
