import { isWithin } from './network.js';

it.each([
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.3', '10.1.2.4', false],
  ['10.1.2.3', '10.0.0.0/8', true],
  ['10.1.2.3', '10.9.9.9/8', true],
  ['11.1.2.3', '10.0.0.0/8', false],
  ['255.255.255.255', '0.0.0.0/0', true],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db8:0:0:0:0:0:1', '2001:db8::1', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['::', '::/0', true],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', true],
  ['::ffff:10.0.0.1', '::ffff:a00:1', true],
  ['::ffff:10.0.0.1', '10.0.0.1', false],
  ['10.0.0.1', '::/0', false],
  ['fe80::1%eth0', 'fe80::/10', false],
  ['no address', '0.0.0.0/0', false],
])('%s within %s: %s', (address, network, expected) => {
  expect(isWithin(address, network)).toBe(expected);
});
