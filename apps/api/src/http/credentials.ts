import { readCookie } from '@curfew/platform';

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
  const bearer = BEARER.exec(authorization ?? '');
  if (bearer !== null) return usable('bearer', bearer[1] ?? '');
  const value = readCookie(cookie, cookieName);
  return value === undefined || value === '' ? 'none' : usable('cookie', value);
};

/** The API key that a service signs itself in with; undefined where there is none, or something else. */
export const apiKeyOf = ({ authorization }: { readonly authorization?: string | undefined }): string | undefined => /^bearer\s+(curfew_[\w-]{1,100})$/iu.exec(authorization ?? '')?.[1];

const BEARER = /^bearer(?:\s+(.*))?$/isu;

// 256 random bits in base64url. What has another form is turned away before anything is looked up.
const TOKEN = /^[\w-]{43}$/u;

const usable = (via: Credentials['via'], token: string): Credentials | 'unusable' => (TOKEN.test(token) ? { via, token } : 'unusable');
