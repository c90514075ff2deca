import ipaddr from 'ipaddr.js';

/** TRUST_PROXY: nobody, the nearest so many proxies, or those at these addresses. */
export type TrustedProxies = false | number | readonly string[];

/** What says where a request comes from: the socket's other end, and what proxies wrote. */
export interface Way {
  readonly peer: string | undefined;
  readonly forwardedFor?: string | undefined;
  readonly forwarded?: string | undefined;
}

/**
 * The client's address in its one canonical form, an IPv4 address inside IPv6 as IPv4. Of what proxies wrote only the part is believed that
 * trusted ones added: the right-most address that is not a trusted proxy's. Where `X-Forwarded-For` and `Forwarded` (RFC 7239) both came and
 * tell different stories, one of them is the client's invention: then neither counts.
 */
export const clientAddress = (trusted: TrustedProxies): ((way: Way) => string) => {
  const trusts = trustOf(trusted);
  const peers = new Map<string, string>();
  return ({ peer = '', forwardedFor, forwarded }) => {
    const socket = peers.get(peer) ?? remembered(peers, peer);
    if (trusted === false) return socket;
    const stories = [forwardedFor?.split(','), forwarded?.split(',').map(forOf)].filter((hops) => hops !== undefined);
    const [first = socket, second = first] = stories.map((hops) => rightmost([...hops.slice(-MOST_HOPS), socket], trusts));
    return first === second ? first : socket;
  };
};

/** Where a request comes from, by its socket and its headers. */
export const addressOf = (trusted: TrustedProxies): ((request: Arrived) => string) => {
  const find = clientAddress(trusted);
  return ({ socket, headers }) => find({ peer: socket.remoteAddress, forwardedFor: joined(headers['x-forwarded-for']), forwarded: joined(headers['forwarded']) });
};

interface Arrived {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const joined = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value.join(',') : value);

/** An address as IP_PRIVACY lets it be written down: whole, or its network alone (/24 of IPv4, /48 of IPv6). */
export const keptAddress = (privacy: 'full' | 'truncate'): ((address: string) => string) => {
  if (privacy === 'full') return (address) => address;
  return (address) => {
    if (!ipaddr.isValid(address)) return address;
    const parsed = ipaddr.process(address);
    const network = parsed.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(`${parsed.toString()}/24`) : ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/48`);
    return network.toString();
  };
};

/** An address as it is compared and stored, without port, brackets or zone; undefined for what is none. */
export const canonical = (text: string): string | undefined => {
  const bare = bareAddress(text.trim());
  return ipaddr.isValid(bare) && (bare.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(bare)) ? ipaddr.process(withoutZone(bare)).toString() : undefined;
};

// The same few peers ask all the time: reading an address costs more than all else that is done with it.
const remembered = (peers: Map<string, string>, peer: string): string => {
  const address = canonical(peer) ?? 'unknown';
  if (peers.size >= MOST_PEERS) peers.clear();
  peers.set(peer, address);
  return address;
};

const MOST_PEERS = 10_000;

type Trusts = (address: string, hop: number) => boolean;

const MOST_HOPS = 64;

const trustOf = (trusted: TrustedProxies): Trusts => {
  if (trusted === false) return () => false;
  if (typeof trusted === 'number') return (_address, hop) => hop < trusted;
  const ranges = trusted.map(rangeOf);
  return (address) => {
    const parsed = ipaddr.parse(address);
    return ranges.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
  };
};

const rangeOf = (text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] => {
  const [address = '', bits] = text.split('/');
  const network = ipaddr.process(address);
  const whole = network.kind() === 'ipv4' ? 32 : 128;
  // An IPv4 network written inside IPv6 counts its 96 bits of prefix too.
  const mapped = network.kind() === 'ipv4' && address.includes(':');
  return [network, bits === undefined ? whole : Math.max(0, Number(bits) - (mapped ? 96 : 0))];
};

// From the socket outwards: the first hop that is not a trusted proxy is the client; what cannot be read ends the walk one hop earlier.
const rightmost = (hops: readonly string[], trusts: Trusts): string => {
  let client = 'unknown';
  for (const [hop, text] of hops.toReversed().entries()) {
    const address = canonical(text);
    if (address === undefined) return client;
    client = address;
    if (!trusts(address, hop)) return client;
  }
  return client;
};

const forOf = (element: string): string => {
  const pair = element.split(';').find((each) => /^\s*for\s*=/iu.test(each)) ?? '';
  return pair.slice(pair.indexOf('=') + 1).trim().replaceAll('"', '');
};

const bareAddress = (text: string): string => {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/u.exec(text);
  if (bracketed !== null) return bracketed[1] ?? '';
  return /^[\d.]+:\d{1,5}$/u.test(text) ? text.slice(0, text.indexOf(':')) : text;
};

const withoutZone = (address: string): string => address.split('%', 1)[0] ?? address;
