import type { Settings } from './read.js';

/**
 * Which `Origin` may act with the cookie: that of PUBLIC_URL and ALLOWED_ORIGINS, compared as browsers write them (RFC 6454 §6.2).
 * Without PUBLIC_URL: any loopback name over http at `apiPort`, which must be the port that is really listened on.
 */
export const allowedOrigins = (settings: Pick<Settings, 'publicUrl' | 'allowedOrigins' | 'apiPort'>): ((origin: string) => boolean) => {
  const named = new Set([settings.publicUrl, ...settings.allowedOrigins]);
  if (settings.publicUrl !== undefined) return (origin) => named.has(origin);
  return (origin) => named.has(origin) || isLoopbackOrigin(origin, settings.apiPort);
};

/** The session cookie's name: `__Host-` only where browsers accept that prefix, over https (RFC 6265bis §4.1.3.2). */
export const cookieName = (settings: Pick<Settings, 'publicUrl'>): '__Host-curfew' | 'curfew' =>
  secureCookie(settings) ? '__Host-curfew' : 'curfew';

/** Whether the cookie is Secure: PUBLIC_URL is https. */
export const secureCookie = (settings: Pick<Settings, 'publicUrl'>): boolean => settings.publicUrl?.startsWith('https:') === true;

/** Whether a host as `URL.hostname` has it can only be this machine: localhost, *.localhost (RFC 6761 §6.3), 127.0.0.0/8, [::1]. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

const isLoopbackOrigin = (origin: string, port: number): boolean => {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  return url !== undefined && url.origin === origin && url.protocol === 'http:' && Number(url.port || 80) === port && isLoopback(url.hostname);
};
