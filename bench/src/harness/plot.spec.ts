import { plotBars, plotLines } from './plot.js';

const lines = (y: boolean): string =>
  plotLines({ title: 'a < b', x: { label: 'sessions', log: true }, y: { label: 'ms', log: y }, series: [{ name: 'Curfew', points: [[1000, 10], [1, 1], [100_000, 100]] }] });

it('draws the points of a line in the order of x, on axes each tenfold as long as the last', () => {
  const [, points = ''] = /polyline points="([^"]+)"/u.exec(lines(true)) ?? [];
  const places = points.split(' ').map((place) => place.split(',').map(Number));
  expect(places).toEqual([[64, 338], [421.6, 197], [660, 56]]);
});

it('marks a straight axis at round numbers from zero', () => {
  const marks = [...lines(false).matchAll(/text-anchor="end">([\dkM.]+)</gu)].map(([, mark]) => mark);
  expect(marks).toEqual(['0', '25', '50', '75', '100']);
});

it('makes bars as long as their values, with the spread as a whisker', () => {
  const svg = plotBars({ title: 'Memory', unit: 'kB', groups: [{ name: '', bars: [{ name: 'ws', value: 10 }, { name: 'io', value: 20, low: 15, high: 25 }] }] });
  const [short = 0, long = 0] = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/gu)].map(([, width]) => Number(width));
  expect(long / short).toBeCloseTo(2, 1);
  expect(svg.match(/stroke-width="2"/gu)).toHaveLength(1);
});

it('writes a title as text, whatever is in it', () => {
  expect(lines(true)).toContain('<title>a &lt; b</title>');
});
