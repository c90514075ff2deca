import { BlockList, isIP } from 'node:net';

/**
 * The address to look up: an IPv4 address that comes as IPv6 (RFC 4291 §2.5.5.2) is the IPv4 one. Null for what is no address, and for
 * networks that are no place: private, shared, loopback, link-local, multicast and unspecified ones (RFC 6890).
 */
export function publicAddress(ipAddress: string): string | null {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(ipAddress)?.[1] ?? ipAddress;
  const version = isIP(mapped);
  if (version === 0 || mapped.includes('%')) return null;
  return nowhere.check(mapped, version === 4 ? 'ipv4' : 'ipv6') ? null : mapped;
}

const nowhere = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  nowhere.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  nowhere.addSubnet(network, prefix, 'ipv6');
}
