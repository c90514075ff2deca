import { mkdir, writeFile } from 'node:fs/promises';
import type { Goal, Result, Row, Table } from './findings.js';
import { plotBars, plotLines } from './plot.js';
import { readResult } from './results.js';
import { ratio, summary } from './statistics.js';

const docs = new URL('../../../docs/', import.meta.url);

/** Composes docs/benchmarks.md from the results that there are, in this order. Answers what it wrote. */
export async function compose(names: readonly string[]): Promise<readonly string[]> {
  const results = (await Promise.all(names.map(readResult))).filter((result) => result !== undefined);
  await mkdir(new URL('benchmarks/', docs), { recursive: true });
  await writeFile(new URL('benchmarks.md', docs), reportOf(results));
  const plots = results.flatMap((result) => result.plots);
  await Promise.all(plots.map((plot) => writeFile(new URL(`benchmarks/${plot.file}.svg`, docs), plot.kind === 'bars' ? plotBars(plot) : plotLines(plot))));
  return ['docs/benchmarks.md', ...plots.map(({ file }) => `docs/benchmarks/${file}.svg`)];
}

/** The whole report. */
export const reportOf = (results: readonly Result[]): string =>
  `${[
    '# Benchmarks',
    'Curfew beside others on one machine, measured and written by `npm run bench` ([how](#how-it-is-measured)). Everything stands on that machine: the servers, PostgreSQL, Redis, and whoever asks. So figures compare, and are no promise for yours.',
    goalsOf(results),
    ...results.map(chapterOf),
    HOW,
  ].join('\n\n')}\n`;

const HOW = `## How it is measured

- Rounds are interleaved: every contender is measured in every round, in an order that goes round, after a warm-up that is thrown away. A cell is the median of the rounds, and from where to where they went.
- \`×\` is how many times the first one named there, round by round; where not all rounds agree that there is a difference it is called none.
- Where latency is measured, requests come when the clock says so, whether or not others are answered (open loop), and count from when they were due.
- Others stand in [bench/rivals](../bench/rivals), each at its recommended settings, with its version in [bench/package.json](../bench/package.json). They use the same PostgreSQL (every commit durable) and a Redis of the same build.
- What was found, round by round, is in [bench/results](../bench/results). \`npm run bench -- --only revocation\` measures one chapter again, \`--full\` takes an hour or two, \`--report\` only composes this page.`;

const goalsOf = (results: readonly Result[]): string =>
  ['## Goals', '| goal | measured | |\n|---|---|---|\n' + results.flatMap(({ goals }) => goals.map(goalOf)).join('\n')].join('\n\n');

const goalOf = ({ goal, measured, met, why }: Goal): string => `| ${goal} | ${measured} | ${met ? 'met' : `**missed**${why === undefined ? '' : `: ${why}`}`} |`;

const chapterOf = (result: Result): string =>
  [`## ${result.title}`, result.setUp, stampOf(result), ...result.plots.map(({ file, title }) => `![${title}](benchmarks/${file}.svg)`), ...result.tables.map(tableOf), versionsOf(result)].join('\n\n');

const stampOf = ({ date, commit, machine, rounds, full, seconds, load }: Result): string =>
  `*${date.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}; ${machine}; ${rounds} rounds${full ? ', full' : ''}, ${seconds} s; load before ${loadOf(load.before)}, after ${loadOf(load.after)}.*`;

const loadOf = (load: readonly number[]): string => load.map((each) => each.toFixed(1)).join(' ');

const versionsOf = ({ versions }: Result): string => `Versions: ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ')}.`;

/** A table in Markdown: the median, from where to where, and how many times the base. */
export function tableOf({ title, columns, rows, base, note }: Table): string {
  const named = Object.entries(columns);
  const head = `| |${named.map(([name, unit]) => ` ${name}${unit === '' ? '' : `, ${unit}`} |`).join('')}\n|---|${'--:|'.repeat(named.length)}`;
  const first = rows.find(({ name }) => name === base);
  const line = (row: Row): string => `| ${row.name}${row.note === undefined ? '' : ` (${row.note})`} |${named.map(([column]) => ` ${cellOf(row, column, first)} |`).join('')}`;
  return [`### ${title}`, `${head}\n${rows.map(line).join('\n')}`, ...(base === undefined ? [] : [`× is beside ${base}.`]), ...(note === undefined ? [] : [note])].join('\n\n');
}

function cellOf(row: Row, column: string, base: Row | undefined): string {
  const values = row.rounds[column];
  if (values === undefined || values.length === 0) return '–';
  const { median, min, max } = summary(values);
  const own = min === max ? shown(median) : `${shown(median)} (${shown(min)}–${shown(max)})`;
  const others = base?.rounds[column];
  if (others === undefined || row === base || !Number.isFinite(median)) return own;
  const { median: times, differs } = ratio(values, others);
  if (!Number.isFinite(times)) return own;
  return `${own}, ${differs ? `× ${shown(times)}` : 'no difference'}`;
}

/** Three digits that mean something. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return 'never';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
