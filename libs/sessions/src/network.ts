import { isIPv4, isIPv6 } from 'node:net';

/** Whether an address is in a network of its own family (an address is the network of itself): as PostgreSQL's `<<=`, where bits beside the network's do not count. False for what is no address. */
export const isWithin = (address: string, network: string): boolean => {
  const [base = '', prefix] = network.split('/');
  const [a, n] = [bitsOf(address), bitsOf(base)];
  if (a === undefined || n === undefined || a.width !== n.width) return false;
  const beside = BigInt(a.width - (prefix === undefined ? a.width : Number(prefix)));
  return a.bits >> beside === n.bits >> beside;
};

interface Bits {
  readonly bits: bigint;
  readonly width: 32 | 128;
}

const bitsOf = (address: string): Bits | undefined => {
  if (isIPv4(address)) return { bits: joined(address.split('.').map(Number), 8), width: 32 };
  return isIPv6(address) && !address.includes('%') ? { bits: joined(groupsOf(address), 16), width: 128 } : undefined;
};

// RFC 4291 §2.2: `::` stands for as many zeros as are missing, and the last 32 bits may be written as an IPv4 address.
const groupsOf = (address: string): readonly number[] => {
  const [head = '', tail] = address.replace(/\d+\.\d+\.\d+\.\d+$/u, (v4) => hexadecimal(v4.split('.').map(Number))).split('::');
  const [before, after] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))));
  const missing = 8 - (before?.length ?? 0) - (after?.length ?? 0);
  return [...(before ?? []), ...Array.from({ length: missing }, () => 0), ...(after ?? [])];
};

const hexadecimal = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): string => `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;

const joined = (parts: readonly number[], width: number): bigint => parts.reduce((bits, part) => (bits << BigInt(width)) | BigInt(part), 0n);
