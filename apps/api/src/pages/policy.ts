/** What decides where the page's sockets go. */
export interface GatewayPlace {
  readonly publicUrl?: string | undefined;
  readonly gatewayUrl?: string | undefined;
  readonly gatewayPort: number;
}

/** The page's content security policy: nothing but its own files, styles by `nonce`, and calls to this origin and the gateway. */
export const pagePolicy = (place: GatewayPlace, nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    `connect-src 'self' ${gatewayOrigins(place).join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Every origin at which the page may reach the gateway, for sockets and for HTTP: where it is said to be, else the page's own host at its port. */
export const gatewayOrigins = ({ publicUrl, gatewayUrl, gatewayPort }: GatewayPlace): readonly string[] => {
  const origins = gatewayUrl !== undefined ? [gatewayUrl] : (publicUrl === undefined ? LOOPBACK : [publicUrl]).map((page) => atPort(page, gatewayPort));
  return origins.flatMap((origin) => [origin.replace(/^http/u, 'ws'), origin]);
};

// Without a public address the page is opened by a name of this machine.
const LOOPBACK = ['http://localhost', 'http://127.0.0.1'];

const atPort = (page: string, port: number): string => {
  const url = new URL(page);
  url.port = String(port);
  return url.origin;
};
