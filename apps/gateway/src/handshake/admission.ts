/** Whose session a handshake's token is. */
export interface LiveHolder {
  readonly id: string;
  readonly userId: string;
  readonly role: 'user' | 'admin';
}

/** The answer to a handshake, as the follower gives it: `unknown` is 401, `stale` 503. */
export type Admission = { readonly kind: 'live'; readonly session: LiveHolder } | { readonly kind: 'unknown' } | { readonly kind: 'stale' };
