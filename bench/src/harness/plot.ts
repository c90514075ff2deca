import { linear, logarithmic, short, type Scale } from './scale.js';
import { colourOf, GREY, line, near, picture, text } from './svg.js';

export interface Axis {
  readonly label: string;
  /** Each tenfold as long as the last; values must be above zero then. */
  readonly log?: boolean;
}

/** Points by x; one series is one line, one colour and one entry of the legend. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Lines {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

/** Lines with their points, as SVG. Colours and ground suit light pages and dark ones. */
export const plotLines = ({ title, x, y, series }: Lines): string => {
  const bottom = LINES.height - 44 - 18 * series.length;
  const points = series.flatMap((each) => each.points);
  const across = scaleOf(x, points.map(([value]) => value), [64, LINES.width - 20]);
  const up = scaleOf(y, points.map(([, value]) => value), [bottom, 56]);
  return picture({ ...LINES, title }, [
    text(y.label, { x: 12, y: 42 }),
    text(x.label, { x: LINES.width - 20, y: bottom + 34, more: 'text-anchor="end"' }),
    ...up.ticks.flatMap((tick) => [line([64, up.at(tick), LINES.width - 20, up.at(tick)], GREY, 'stroke-opacity="0.25"'), text(short(tick), { x: 58, y: up.at(tick) + 4, more: 'text-anchor="end"' })]),
    ...across.ticks.flatMap((tick) => [line([across.at(tick), bottom, across.at(tick), bottom + 4]), text(short(tick), { x: across.at(tick), y: bottom + 18, more: 'text-anchor="middle"' })]),
    ...series.flatMap((each, index) => [...drawn(each, colourOf(index), { across, up }), ...named(each.name, index, bottom + 52 + 18 * index)]),
  ]);
};

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** The spread over the rounds, drawn as a whisker. */
  readonly low?: number;
  readonly high?: number;
}

export interface Bars {
  readonly title: string;
  /** What the values are in: on the axis. */
  readonly unit: string;
  readonly log?: boolean;
  readonly groups: readonly { readonly name: string; readonly bars: readonly Bar[] }[];
}

/** Lying bars in groups, each with its value beside it; bars of the same name have the same colour. As SVG. */
export const plotBars = ({ title, unit, log = false, groups }: Bars): string => {
  const names = [...new Set(groups.flatMap(({ bars }) => bars.map(({ name }) => name)))];
  const left = 24 + 6.6 * Math.max(...names.map(({ length }) => length));
  const all = groups.flatMap(({ bars }) => bars.flatMap(({ value, low, high }) => [value, ...(log && low !== undefined ? [low] : []), high ?? value]));
  const across = scaleOf({ label: unit, log }, all, [left, BARS_WIDTH - 76]);
  const parts: string[] = [];
  let y = 40;
  for (const { name, bars } of groups) {
    if (name !== '') parts.push(text(name, { x: 12, y: (y += 18) - 2, more: 'font-weight="600"' }));
    for (const bar of bars) {
      parts.push(...barred(bar, y, { left, across, colour: colourOf(names.indexOf(bar.name)) }));
      y += 22;
    }
    y += 8;
  }
  const axis = across.ticks.flatMap((tick) => [line([across.at(tick), 34, across.at(tick), y], GREY, 'stroke-opacity="0.25"'), text(short(tick), { x: across.at(tick), y: y + 16, more: 'text-anchor="middle"' })]);
  return picture({ width: BARS_WIDTH, height: y + 44, title }, [...axis, ...parts, text(unit, { x: BARS_WIDTH - 12, y: y + 36, more: 'text-anchor="end"' })]);
};

const LINES = { width: 680, height: 400 };
const BARS_WIDTH = 680;

const scaleOf = ({ log = false }: Axis, values: readonly number[], pixels: readonly [number, number]): Scale =>
  log ? logarithmic({ from: Math.min(...values), to: Math.max(...values), pixels }) : linear({ from: Math.min(0, ...values), to: Math.max(...values), pixels });

const drawn = ({ points }: Series, colour: string, { across, up }: { readonly across: Scale; readonly up: Scale }): readonly string[] => {
  const places = points.toSorted(([a], [b]) => a - b).map(([x, y]) => [near(across.at(x)), near(up.at(y))] as const);
  return [
    `<polyline points="${places.map((place) => place.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`),
  ];
};

const named = (name: string, index: number, y: number): readonly string[] => [line([64, y - 4, 88, y - 4], colourOf(index), 'stroke-width="2"'), text(name, { x: 96, y })];

const barred = ({ name, value, low, high }: Bar, y: number, { left, across, colour }: { readonly left: number; readonly across: Scale; readonly colour: string }): readonly string[] => {
  const end = across.at(value);
  const whisker = low === undefined || high === undefined ? [] : [line([across.at(low), y + 9, across.at(high), y + 9], GREY, 'stroke-width="2"')];
  return [
    text(name, { x: left - 8, y: y + 13, more: 'text-anchor="end"' }),
    `<rect x="${near(left)}" y="${y + 1}" width="${near(Math.max(1, end - left))}" height="16" rx="2" fill="${colour}"/>`,
    ...whisker,
    text(short(value), { x: Math.max(end, high === undefined ? end : across.at(high)) + 6, y: y + 13 }),
  ];
};
