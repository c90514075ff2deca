/** What a browser says of where a request comes from. */
export interface Whence {
  readonly origin?: string | undefined;
  readonly fetchSite?: string | undefined;
}

/** Whether a request that is signed in by cookie may change something: an allowed Origin, or none from a browser that says `same-origin`. */
export const mayChange = ({ origin, fetchSite }: Whence, allows: (origin: string) => boolean): boolean =>
  origin === undefined ? fetchSite === 'same-origin' : allows(origin);

/** Whether a request that is not signed in may sign up or in: an allowed Origin, or none at all, as programs send it. */
export const mayBegin = ({ origin }: Whence, allows: (origin: string) => boolean): boolean => origin === undefined || allows(origin);

/** Whether a method may change something (RFC 9110 §9.2.1). */
export const isUnsafe = (method: string): boolean => !SAFE.has(method);

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);
