import { askPlatform, ownName, type Platform } from './this-device.js';

const linux = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0';
const battery = (over: object): NonNullable<Platform['getBattery']> => () =>
  Promise.resolve({ charging: true, chargingTime: 0, dischargingTime: Number.POSITIVE_INFINITY, level: 1, ...over });

describe('what the platform says of this device', () => {
  it.each([
    ['a battery in use', { userAgent: linux, getBattery: battery({ charging: false, dischargingTime: 9000, level: 0.7 }) }, { type: 'laptop' }],
    ['a battery that is charging', { userAgent: linux, getBattery: battery({ chargingTime: 1200, level: 0.4 }) }, { type: 'laptop' }],
    ['no battery', { userAgent: linux, getBattery: battery({}) }, {}],
    ['nothing to ask', { userAgent: linux }, {}],
    ['an error', { userAgent: linux, getBattery: () => Promise.reject(new Error('denied')) }, {}],
    ['a phone', { userAgent: 'Mozilla/5.0 (iPhone)', getBattery: battery({ level: 0.2 }) }, {}],
    ['a tablet', { userAgent: 'X', userAgentData: { getHighEntropyValues: () => Promise.resolve({ formFactors: ['Tablet'] }) } }, { type: 'tablet' }],
  ] as const)('%s', async (_, platform, claim) => {
    expect(await askPlatform(platform)).toEqual(claim);
  });

  it('does not wait for a platform that never answers', async () => {
    expect(await askPlatform({ userAgent: linux, getBattery: () => new Promise(() => undefined) })).toEqual({});
  });

  it.each([
    [linux, 'Firefox on Ubuntu'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0', 'Edge on Windows'],
    ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36', 'Chrome on ChromeOS'],
    ['curl/8', null],
  ])('%s is listed as %j', (userAgent, name) => {
    expect(ownName({ userAgent })).toBe(name);
  });
});
