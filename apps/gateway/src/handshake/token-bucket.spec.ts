import { TokenBucket } from './token-bucket.js';

const takes = (bucket: TokenBucket, count: number, now: number): number => Array.from({ length: count }, () => bucket.take(now)).filter(Boolean).length;

it('lets a burst through, then so many a second', () => {
  const bucket = new TokenBucket({ perSecond: 50, burst: 100 }, 0);
  expect(takes(bucket, 150, 0)).toBe(100);
  expect(takes(bucket, 150, 500)).toBe(25);
  expect(takes(bucket, 150, 1500)).toBe(50);
});

it('never holds more than a burst', () => {
  const bucket = new TokenBucket({ perSecond: 50, burst: 100 }, 0);
  expect(takes(bucket, 500, 3_600_000)).toBe(100);
});
