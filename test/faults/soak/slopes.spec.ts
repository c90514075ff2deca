import { Random } from '../random.js';
import { isFlat, slopeOf, type Sample } from './slopes.js';

const hour = (value: (minute: number) => number): readonly Sample[] => Array.from({ length: 61 }, (_, minute) => ({ at: minute * 60_000, value: value(minute) }));
const noise = new Random(1);

it('finds the line that is there', () => {
  const { mean, grown, error, perHour } = slopeOf(hour((minute) => 100 + 2 * minute));
  expect([mean, grown, perHour].map(Math.round)).toEqual([160, 120, 120]);
  expect(error).toBeCloseTo(0);
});

it.each([
  ['stays', true, () => 100],
  ['goes up and down', true, (minute: number) => 100 + 20 * Math.sin(minute)],
  ['shrinks', true, (minute: number) => 200 - minute],
  ['grows by less than a twentieth', true, (minute: number) => 100 + minute / 20],
  ['grows by little in absolute terms', true, (minute: number) => 1 + minute / 60],
  ['grows', false, (minute: number) => 100 + minute],
  ['grows below much noise', false, (minute: number) => 100 + minute + noise.between(-20, 20)],
  ['grows in steps', false, (minute: number) => 100 + 20 * Math.floor(minute / 20)],
])('judges what %s as flat: %s', (_, flat, value) => {
  expect(isFlat(slopeOf(hour(value)), 2)).toBe(flat);
});
