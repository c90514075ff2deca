import { canaryOf } from './statistics.js';

const canary = (tookMs: number | null, at = '2026-01-01T00:00:00.000Z') => ({ canary: { at, tookMs } });

describe('the last canary', () => {
  it.each([
    ['that was never flown', [{ canary: null }], null],
    ['of one consumer', [canary(4)], { at: '2026-01-01T00:00:00.000Z', latencyMs: 4, p50Ms: 4, p99Ms: 4 }],
    ['of three, one of which has only just come', [canary(9), { canary: null }, canary(3, '2026-01-02T00:00:00.000Z')], { at: '2026-01-02T00:00:00.000Z', latencyMs: 9, p50Ms: 3, p99Ms: 9 }],
    ['that one did not know of in time', [canary(9), canary(null)], { at: '2026-01-01T00:00:00.000Z', latencyMs: 10_000, p50Ms: 9, p99Ms: 10_000 }],
  ])('%s', (_, consumers, expected) => {
    expect(canaryOf(consumers, 10_000)).toEqual(expected);
  });
});
