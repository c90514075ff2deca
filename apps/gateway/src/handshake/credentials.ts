import { readCookie } from '@curfew/platform';

/** What a handshake brings. */
export interface HandshakeFacts {
  /** The payload of socket.io's CONNECT packet, whatever the client put there. */
  readonly auth: unknown;
  readonly cookie: string | undefined;
  readonly origin: string | undefined;
}

/** How this installation signs in: the cookie's name, and which origins may use it. */
export interface CookieUse {
  readonly name: string;
  readonly allows: (origin: string) => boolean;
}

/**
 * The session token of a handshake: `auth.token`, which a program sends on purpose, else the cookie, which a browser sends unasked and which
 * therefore counts only with an allowed Origin. Undefined for none, and for what cannot be one. The query is never looked at.
 */
export const tokenOf = ({ auth, cookie, origin }: HandshakeFacts, use: CookieUse): string | undefined => {
  const given = typeof auth === 'object' && auth !== null && 'token' in auth ? auth.token : undefined;
  if (given !== undefined) return wellFormed(given);
  if (origin === undefined || !use.allows(origin)) return undefined;
  // Of two different values nobody can tell which a neighbouring site planted: `ambiguous` has no token's form.
  return wellFormed(readCookie(cookie, use.name));
};

// 256 random bits in base64url; what has another form is turned away before anything is looked up.
const TOKEN = /^[\w-]{43}$/u;

const wellFormed = (token: unknown): string | undefined => (typeof token === 'string' && TOKEN.test(token) ? token : undefined);
