import { readFileSync } from 'node:fs';
import type { Findings, Goal, Row, Table } from '../../harness/findings.js';
import { median, ratio, summary } from '../../harness/statistics.js';
import type { Sizes } from './round.js';

/** The chapter in tables, a plot and its goals, from columns that are named `part/metric`. */
export const findingsOf = (rows: readonly Row[], sizes: Sizes): Findings => ({
  setUp: setUpOf(sizes),
  versions: versionsOf('ws', 'socket.io'),
  tables: tablesOf(rows, sizes),
  goals: [memoryGoal(rows)],
  plots: [
    {
      kind: 'bars',
      file: 'gateway-memory',
      title: 'An idle socket',
      unit: 'kB resident',
      groups: [{ name: '', bars: rows.map(({ name, rounds }) => {
        const { median, min, max } = summary(rounds['idle/resident'] ?? []);
        return { name, value: median, low: min, high: max };
      }) }],
    },
  ],
});

const setUpOf = ({ idle, audience, events, rate }: Sizes): string =>
  `Each round each server is started anew, takes ${told(idle)} sockets (100 in their handshake at a time; clients in a process of their own that speak just enough of the protocol), tells something to ${told(audience)} more, and closes the ${told(idle)}. ` +
  `The others let anybody in. Curfew's gateway reads each socket's session from PostgreSQL first (${told(idle)} sessions of 100 users), and asks for each message to each socket whether it may pass. ` +
  `${events} events, ${rate} a second, are told: to the ${told(audience)} sockets of one user, each at once, and to ${told(audience)} administrators who watch everyone, gathered for a tenth of a second as the protocol promises. ` +
  'Curfew\'s times begin with the request to the api (a label is changed), so a commit and the doorbell are in them; the others send the same event from memory when they are asked. ' +
  `All are ended there by one request that closes them, here by 100 users at once who log out everything of theirs. Memory is counted after a full collection, before and after the ${told(idle)} came.`;

const tablesOf = (rows: readonly Row[], { idle, audience }: Sizes): readonly Table[] => [
  { title: 'An idle socket', base: 'bare socket.io', columns: { resident: 'kB', held: 'kB' }, rows: partOf(rows, 'idle'), note: 'resident: of the process; held: by JavaScript, with its buffers.' },
  { title: `${told(idle)} come`, base: 'bare socket.io', columns: { connects: 'a second', CPU: 'µs each', p99: 'ms', stall: 'ms' }, rows: partOf(rows, 'coming'), note: 'stall: the longest that the event loop stood still.' },
  {
    title: `An event to ${told(audience)}`,
    base: 'bare socket.io',
    columns: { p50: 'ms', max: 'ms', CPU: 'µs a message', stall: 'ms' },
    rows: [...partOf(rows, 'watch').map((row) => (row.name === 'Curfew' ? { ...row, name: 'Curfew, to all who watch' } : row)), ...partOf(rows.filter(({ name }) => name === 'Curfew'), 'own').map((row) => ({ ...row, name: 'Curfew, to a user\'s own' }))],
    note: 'p50 and max: until the last of them had it.',
  },
  { title: `The end of ${told(idle)}`, base: 'bare socket.io', columns: { last: 'ms', CPU: 'µs each', stall: 'ms' }, rows: partOf(rows, 'end'), note: 'last: from the request until the last client saw its socket closed.' },
];

const partOf = (rows: readonly Row[], part: string): readonly Row[] =>
  rows.map((row) => ({ ...row, rounds: Object.fromEntries(Object.entries(row.rounds).filter(([column]) => column.startsWith(`${part}/`)).map(([column, values]) => [column.slice(part.length + 1), values])) }));

function memoryGoal(rows: readonly Row[]): Goal {
  const of = (name: string): readonly number[] => rows.find((row) => row.name === name)?.rounds['idle/resident'] ?? [];
  const times = ratio(of('Curfew'), of('bare socket.io')).median;
  return { goal: 'Memory per idle socket ≤ 1.2 × bare socket.io', measured: `${times.toFixed(2)} × (${median(of('Curfew')).toFixed(1)} kB beside ${median(of('bare socket.io')).toFixed(1)} kB)`, met: times <= 1.2 };
}

const versionsOf = (...names: readonly string[]): Readonly<Record<string, string>> => {
  const { dependencies } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { dependencies: Record<string, string> };
  return Object.fromEntries(names.map((name) => [name, dependencies[name] ?? 'unknown']));
};

const told = (count: number): string => count.toLocaleString('en');
