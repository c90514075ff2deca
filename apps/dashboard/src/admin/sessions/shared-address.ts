const fewest = 10;
const nearlyAll = 0.9;

/**
 * The one private address that nearly all of these sessions share, if there is one: then a proxy stands in front that Curfew was not told of
 * (TRUST_PROXY), and the addresses say nothing. Of fewer than ten sessions nothing can be said.
 */
export const sharedPrivateAddress = (sessions: readonly { readonly ipAddress: string }[]): string | undefined => {
  if (sessions.length < fewest) return undefined;
  const counts = new Map<string, number>();
  for (const { ipAddress } of sessions) counts.set(ipAddress, (counts.get(ipAddress) ?? 0) + 1);
  const [most = ['', 0]] = [...counts].toSorted(([, a], [, b]) => b - a);
  const [address, count] = most;
  return count >= sessions.length * nearlyAll && isPrivate.test(address) ? address : undefined;
};

// RFC 1918, RFC 6598, RFC 4193, link-local and loopback.
const isPrivate = /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd]|fe[89ab])/u;
