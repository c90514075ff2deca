import ipaddr from 'ipaddr.js';

/**
 * The network that an address belongs to, for counting: an IPv4 address itself, also when it is written inside IPv6, and the /64 of an
 * IPv6 address, which is what one customer gets (RFC 6177). However it is written, an address has one network.
 */
export const networkOf = (address: string): string => {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
};
