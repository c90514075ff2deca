import { readCookie } from './cookie.js';

/** What a request signs itself in with. A bearer token wins over a cookie that came along: a program sends it on purpose. */
export interface Credentials {
  readonly via: 'bearer' | 'cookie';
  readonly token: string;
}

/** `none`: nothing was sent. `unusable`: something that no session of ours has, such as an API key. */
export const credentialsOf = (
  { authorization, cookie }: { readonly authorization?: string | undefined; readonly cookie?: string | undefined },
  cookieName: string,
): Credentials | 'none' | 'unusable' => {
  const bearer = /^bearer(?:\s+(.*))?$/isu.exec(authorization ?? '');
  if (bearer !== null) return usable('bearer', bearer[1] ?? '');
  const value = readCookie(cookie, cookieName);
  return value === undefined || value === '' ? 'none' : usable('cookie', value);
};

// 256 random bits in base64url. What has another form is turned away before anything is looked up.
const TOKEN = /^[\w-]{43}$/u;

const usable = (via: Credentials['via'], token: string): Credentials | 'unusable' => (TOKEN.test(token) ? { via, token } : 'unusable');
