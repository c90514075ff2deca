import type { Findings, Goal, Row, Table } from '../../harness/findings.js';
import { ratio } from '../../harness/statistics.js';
import { exponentOf, plotOf, pointsOf, told, type Curve } from './curve.js';
import { COMMIT } from './ends.js';

export interface Curves {
  readonly user: { readonly ours: Curve; readonly commit: Row };
  readonly filter: { readonly ours: Curve; readonly bare: Curve };
  readonly bySockets: Curve;
  readonly byConsumers: Curve;
  readonly byEvents: Curve;
}

/** The chapter in tables, plots and goals. */
export const findingsOf = (curves: Curves): Findings => ({ setUp: SET_UP, versions: {}, tables: tablesOf(curves), goals: [...endGoals(curves), exponentGoal(curves)], plots: plotsOf(curves) });

const SET_UP =
  'One api and one gateway; a worker where a filter is ended by. Each curve is fitted as a·nᵇ through the medians, by least squares of the logarithms; b, the exponent, is 1 where twice as much takes twice as long. ' +
  'All of a user are ended by an administrator\'s DELETE, answered after the commit (`wait=0`) or once all consumers have confirmed. By filter: from the request to the end of the job, its proof by every consumer included, an event for each session, as many a statement as take about 25 ms; ' +
  'beside it one statement of one connection that updates as many rows and inserts their events. Consumers are the api, the gateway, and guards, which all stand in the process that measures.';

const tablesOf = ({ user, filter, bySockets, byConsumers, byEvents }: Curves): readonly Table[] => [
  { title: 'All of a user, by sessions', base: COMMIT, columns: { committed: 'ms', confirmed: 'ms' }, rows: [user.commit, ...user.ours.rows], note: `Exponent ${shown(exponentOf(user.ours, 'committed'))}.` },
  { title: 'By filter, by sessions', columns: { time: 'ms' }, rows: filter.ours.rows.flatMap((row, index) => [...filter.bare.rows.slice(index, index + 1), row]), note: `Exponent ${shown(exponentOf(filter.ours, 'time'))}, of the bare statement ${shown(exponentOf(filter.bare, 'time'))}.` },
  { title: 'A session ends, by its sockets', columns: { last: 'ms', CPU: 'ms' }, rows: bySockets.rows, note: `last: until the last client saw it; CPU: of the gateway. Exponent ${shown(exponentOf(bySockets, 'last'))}.` },
  { title: 'A session ends, by consumers', columns: { p50: 'ms', max: 'ms' }, rows: byConsumers.rows, note: `Until all have confirmed. Exponent ${shown(exponentOf(byConsumers, 'p50'))}.` },
  { title: 'Events a second', columns: { CPU: 'ms a second', p50: 'ms', p99: 'ms' }, rows: byEvents.rows, note: `CPU: of api and gateway. Exponent ${shown(exponentOf(byEvents, 'CPU'))}.` },
];

const plotsOf = ({ user, filter, bySockets, byConsumers, byEvents }: Curves): Findings['plots'] => [
  plotOf({ file: 'growth-ends', title: 'Many sessions end', x: 'sessions', y: 'ms', series: [
    { name: 'all of a user, committed', points: pointsOf(user.ours, 'committed') },
    { name: 'by filter, an event each', points: pointsOf(filter.ours, 'time') },
    { name: 'one bare statement, an event each', points: pointsOf(filter.bare, 'time') },
  ] }),
  plotOf({ file: 'growth-load', title: 'An end, by sockets and by consumers', x: 'sockets, consumers', y: 'ms', series: [
    { name: 'until the last of so many sockets is closed', points: pointsOf(bySockets, 'last') },
    { name: 'until so many consumers have confirmed', points: pointsOf(byConsumers, 'p50') },
  ] }),
  plotOf({ file: 'growth-events', title: 'What events take', x: 'events a second', y: 'ms of a processor a second', series: [{ name: 'api and gateway', points: pointsOf(byEvents, 'CPU') }] }),
];

function endGoals({ user, filter }: Curves): readonly Goal[] {
  const [one, all] = [roundsOf(user.ours, 'committed', 0), roundsOf(user.ours, 'committed', -1)];
  const beside = ratio(all, user.commit.rounds['committed'] ?? []).median;
  const flat = ratio(all, one).median;
  const bulk = ratio(roundsOf(filter.ours, 'time', -1), roundsOf(filter.bare, 'time', -1)).median;
  const [many, filtered] = [user.ours, filter.ours].map(({ sizes }) => told(Math.max(...sizes)));
  return [
    { goal: `All ${many} of a user ≤ 2 × a bare commit of one row and one event`, measured: `${shown(beside)} ×`, met: beside <= 2, why: ASKED },
    { goal: `The same flat (≤ 1.5 ×) from 1 to ${many}`, measured: `${shown(flat)} ×`, met: flat <= 1.5, why: APART },
    { goal: `${filtered} by filter ≤ 1.5 × one bare statement that updates them and inserts their events`, measured: `${shown(bulk)} ×`, met: bulk <= 1.5, why: BREATH },
  ];
}

// libs/sessions/src/revoke.ts.
const ASKED = 'it is asked for by a request, whose administrator is looked up in memory, and is a transaction of five statements, each sent when the one before is answered: begin, lock, count, write, commit';
const APART = 'what the database does for it takes as long for 100,000 as for 1,000 (a count to 1,001, one row, one event); the processes have done nothing for half a minute before, while so many sessions were made';
// libs/sessions/src/revocations/bulk-work.ts.
const BREATH = 'a statement ends as many as take about 25 ms, and between two the job rests as long as the one before took, so that who signs in meanwhile waits little and finds half of the database\'s time';

const roundsOf = ({ rows }: Curve, column: string, at: 0 | -1): readonly number[] => rows.at(at)?.rounds[column] ?? [];

function exponentGoal({ user, filter, bySockets, byConsumers, byEvents }: Curves): Goal {
  const exponents = Object.entries({ 'all of a user': exponentOf(user.ours, 'committed'), 'by filter': exponentOf(filter.ours, 'time'), sockets: exponentOf(bySockets, 'last'), consumers: exponentOf(byConsumers, 'p50'), events: exponentOf(byEvents, 'CPU') });
  return { goal: 'Exponents ≤ 1', measured: exponents.map(([name, value]) => `${name} ${shown(value)}`).join(', '), met: exponents.every(([, value]) => value <= 1) };
}

const shown = (value: number): string => value.toFixed(2);
