import { deviceIdOf, isUnfamiliar } from './familiar.js';

const key = Buffer.alloc(32, 7);

describe('a device id', () => {
  it('is the same for one browser of one user, and another for every other', () => {
    const own = deviceIdOf(key, 'ada', 'browser-1');
    expect(deviceIdOf(key, 'ada', 'browser-1')).toBe(own);
    expect(new Set([own, deviceIdOf(key, 'ada', 'browser-2'), deviceIdOf(key, 'bob', 'browser-1'), deviceIdOf(Buffer.alloc(32, 8), 'ada', 'browser-1')]).size).toBe(4);
  });

  it('is null where a client says nothing', () => {
    expect(deviceIdOf(key, 'ada', undefined)).toBeNull();
  });
});

describe('an unfamiliar sign-in', () => {
  it.each([
    ['the very first of an account is familiar', { used: false, device: false, country: false }, false],
    ['a known device is familiar wherever it is', { used: true, device: true, country: false }, false],
    ['a new device in a known country is familiar', { used: true, device: false, country: true }, false],
    ['a new device in a country that was not seen is not', { used: true, device: false, country: false }, true],
  ])('%s', (_, known, unfamiliar) => {
    expect(isUnfamiliar({ blocked: false, ...known })).toBe(unfamiliar);
  });
});
