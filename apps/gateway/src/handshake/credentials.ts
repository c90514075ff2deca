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
  return wellFormed(cookieNamed(use.name, cookie));
};

// 256 random bits in base64url; what has another form is turned away before anything is looked up.
const TOKEN = /^[\w-]{43}$/u;

const wellFormed = (token: unknown): string | undefined => (typeof token === 'string' && TOKEN.test(token) ? token : undefined);

// Two different values: a neighbouring site planted one, and nobody can tell which (RFC 6265bis §8.6).
const cookieNamed = (name: string, header: string | undefined): string | undefined => {
  const values = (header?.split(';') ?? []).map(pairOf).filter((pair) => pair.name === name);
  const [first] = values;
  return values.every(({ value }) => value === first?.value) ? first?.value : undefined;
};

const pairOf = (text: string): { readonly name: string; readonly value: string } => {
  const at = text.indexOf('=');
  return { name: text.slice(0, Math.max(0, at)).trim(), value: text.slice(at + 1).trim() };
};
