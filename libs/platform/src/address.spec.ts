import { keptAddress, canonical, clientAddress, type TrustedProxies } from './address.js';

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    [' 192.0.2.1 ', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:C000:201', '192.0.2.1'],
    ['[2001:DB8::0:1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
    ['3221225985', undefined],
    ['0xc0.0.2.1', undefined],
    ['192.0.2', undefined],
    ['unknown', undefined],
    ['', undefined],
    ['<script>', undefined],
  ])('%j is %j', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });
});

describe('the client behind', () => {
  const rows: readonly (readonly [string, TrustedProxies, string, string | undefined, string | undefined, string])[] = [
    ['no proxy', false, '192.0.2.1', undefined, undefined, '192.0.2.1'],
    ['no proxy, whatever it writes', false, '192.0.2.1', '1.1.1.1', 'for=2.2.2.2', '192.0.2.1'],
    ['one proxy', 1, '10.0.0.1', '192.0.2.1', undefined, '192.0.2.1'],
    ['one proxy, with an invention before', 1, '10.0.0.1', '1.1.1.1, 192.0.2.1', undefined, '192.0.2.1'],
    ['two proxies', 2, '10.0.0.1', '1.1.1.1, 192.0.2.1, 10.0.0.2', undefined, '192.0.2.1'],
    ['two proxies, one of them left out', 2, '10.0.0.1', '192.0.2.1', undefined, '192.0.2.1'],
    ['one proxy that wrote nothing', 1, '10.0.0.1', undefined, undefined, '10.0.0.1'],
    ['proxies at their addresses', ['10.0.0.0/8', '2001:db8::/32'], '2001:db8::5', '1.1.1.1, 192.0.2.1, 10.1.2.3', undefined, '192.0.2.1'],
    ['proxies inside IPv6', ['10.0.0.0/8'], '::ffff:10.0.0.1', '192.0.2.1', undefined, '192.0.2.1'],
    ['a proxy written as IPv4 inside IPv6', ['::ffff:10.0.0.0/104'], '10.0.0.1', '192.0.2.1', undefined, '192.0.2.1'],
    ['someone who is no proxy', ['10.0.0.0/8'], '192.0.2.9', '192.0.2.1', undefined, '192.0.2.9'],
    ['proxies alone', ['10.0.0.0/8'], '10.0.0.1', '10.0.0.3, 10.0.0.2', undefined, '10.0.0.3'],
    ['a proxy that passed on nonsense', 1, '10.0.0.1', 'nonsense', undefined, '10.0.0.1'],
    ['a proxy that passed on nothing', 1, '10.0.0.1', '', undefined, '10.0.0.1'],
    ['one proxy that speaks RFC 7239', 1, '10.0.0.1', undefined, 'for=1.1.1.1, for="[2001:db8:cafe::17]:4711";proto=https', '2001:db8:cafe::17'],
    ['one proxy and two stories that agree', 1, '10.0.0.1', '192.0.2.1', 'proto=http;For=192.0.2.1', '192.0.2.1'],
    ['one proxy and two stories that differ', 1, '10.0.0.1', '192.0.2.1', 'for=1.1.1.1', '10.0.0.1'],
    ['5 kB of addresses', 1, '10.0.0.1', `${'1.1.1.1,'.repeat(700)}192.0.2.1`, undefined, '192.0.2.1'],
  ];
  it.each(rows)('%s', (_case, trusted, peer, forwardedFor, forwarded, expected) => {
    expect(clientAddress(trusted)({ peer, forwardedFor, forwarded })).toBe(expected);
  });
});

it.each([
  ['203.0.113.77', '203.0.113.0'],
  ['::ffff:203.0.113.77', '203.0.113.0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
  ['::1', '::'],
  ['unknown', 'unknown'],
])('of %s IP_PRIVACY=truncate keeps %s, and full keeps all', (address, kept) => {
  expect(keptAddress('truncate')(address)).toBe(kept);
  expect(keptAddress('full')(address)).toBe(address);
});
