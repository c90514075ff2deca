import { deviceIdOf } from './device-id.js';

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
