import { sharedPrivateAddress } from './shared-address.js';

const from = (...addresses: readonly (readonly [string, number])[]) => addresses.flatMap(([ipAddress, count]) => Array.from({ length: count }, () => ({ ipAddress })));

describe('an address that nearly all sessions share', () => {
  it.each([
    ['of a private network is told', from(['10.0.0.7', 19], ['203.0.113.4', 1]), '10.0.0.7'],
    ['of the container network is told', from(['172.20.0.2', 10]), '172.20.0.2'],
    ['of a unique local network is told', from(['fd00::2', 12]), 'fd00::2'],
    ['is nothing to tell when it is public', from(['203.0.113.4', 20]), undefined],
    ['is nothing to tell when others are many', from(['10.0.0.7', 8], ['10.0.0.8', 4]), undefined],
    ['is nothing to tell of a few sessions', from(['192.168.0.4', 9]), undefined],
    ['that only looks private is public', from(['172.32.0.1', 20]), undefined],
  ])('%s', (_, sessions, told) => {
    expect(sharedPrivateAddress(sessions)).toBe(told);
  });
});
