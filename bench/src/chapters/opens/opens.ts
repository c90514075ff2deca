import { curfew } from '../../../../test/support/curfew.js';
import type { Chapter, Findings, Goal, Plan, Row } from '../../harness/findings.js';
import { interleaved } from '../../harness/interleaved.js';
import { median, ratio } from '../../harness/statistics.js';
import { versionsOf } from '../../harness/versions.js';
import { DIRECT, LIMITED, openers, SERVICE, STATEMENT } from './opening.js';
import { BARE, OFFSET, pagesAt, type Sized } from './paging.js';
import { AT_ONCE } from './repeated.js';

/** What it costs to open sessions, and to list them when there are very many. */
export const opens: Chapter = { title: 'Open and list', measure };

async function measure(plan: Plan): Promise<Findings> {
  const fleet = await curfew({}, { gateways: 1, workers: 0 });
  const opened = await interleaved(plan, openers(fleet, plan));
  const sized: Sized[] = [];
  for (const size of plan.smoke ? [1_000] : [10_000, 100_000, 1_000_000, ...(plan.full ? [10_000_000] : [])]) sized.push(await pagesAt(plan, size));
  return {
    setUp: `Sessions are opened ${AT_ONCE} at once for 1,000 users, with every commit durable. ${DIRECT} locks the realm and the user, reads the policy and what is familiar, writes the row and its event, and tells both; with a limit it counts the user’s sessions besides, in a transaction; ${SERVICE} admits an API key and reads whether the subject’s account is up to date besides, over HTTP. Pages hold 50 sessions of a table of the given size, a third of which has ended; they are read as the API reads them, from a pool of connections, one after the other.`,
    versions: await versionsOf(['typeorm', 'better-auth', 'pg'], { postgres: fleet.database.url }),
    tables: [
      { title: 'Opening', columns: { 'opens/s': '', p50: 'ms', p99: 'ms' }, rows: opened, base: STATEMENT },
      ...sized.map(({ size, rows }) => ({ title: `Pages of ${size.toLocaleString('en')} sessions`, columns: { p50: 'ms', p99: 'ms' }, rows, base: BARE })),
    ],
    goals: [opening(opened, DIRECT, 0.8), opening(opened, SERVICE, 0.8), opening(opened, LIMITED, 0.4), besideBare(sized), flat(sized)],
    plots: [{
      kind: 'lines', file: 'pages', title: 'A page of sessions, by how many there are, median', x: { label: 'sessions', log: true }, y: { label: 'ms', log: true },
      series: (sized[0]?.rows ?? []).map(({ name }) => ({ name, points: sized.map(({ size, rows }): [number, number] => [size, median(valuesOf(rows, name))]) })),
    }],
  };
}

const valuesOf = (rows: readonly Row[], name: string, column = 'p50'): readonly number[] => rows.find((row) => row.name === name)?.rounds[column] ?? [];

function opening(rows: readonly Row[], ours: string, least: number): Goal {
  const times = ratio(valuesOf(rows, ours, 'opens/s'), valuesOf(rows, STATEMENT, 'opens/s'));
  const met = times.median >= least;
  const goal = `${ours}: at least ${least} × ${STATEMENT}${least < 0.8 ? '' : ', where no policy can end anything'}`;
  return { goal, measured: `${times.median.toFixed(2)} × (${times.min.toFixed(2)}–${times.max.toFixed(2)})`, met, ...(met ? {} : { why: WHY[ours] ?? '' }) };
}

// Of CPU time of one connection, and of all processes while sessions are opened: all share the processors here.
const WHY: Readonly<Record<string, string>> = {
  [DIRECT]: 'it is one round trip, too, but PostgreSQL spends about a quarter more on it, for the locks and what is read under them; and what the statement leaves out, ringing, and hearing it in every other process, takes processors from both',
  [LIMITED]: 'it is four round trips: begin, the session, the user’s others, commit; and the row of the user is locked from the second to the last',
  [SERVICE]: 'it is three round trips (the key, the subject, the session) where the statement is one, and a request of HTTP in another process, which takes more of the processors than the statement does',
};

const pagesOf = ({ rows }: Sized): readonly Row[] => rows.filter(({ name }) => name !== BARE && name !== OFFSET);

function besideBare(sized: readonly Sized[]): Goal {
  const found = sized.flatMap((each) => pagesOf(each).map(({ name, rounds }) => ({ name: `${name} of ${each.size.toLocaleString('en')}`, times: ratio(rounds['p50'] ?? [], valuesOf(each.rows, BARE)).median })));
  return worst('Any page: at most 10 × select 1', found, { most: 10, because: 'reading fifty rows of two dozen columns, and taking them apart in node-postgres, are most of it; what is filtered is planned for its values each time besides, as no one plan is right for all' });
}

function flat(sized: readonly Sized[]): Goal {
  const names = sized.slice(0, 1).flatMap((each) => pagesOf(each).map(({ name }) => name));
  const found = names.map((name) => {
    const each = sized.map(({ rows }) => median(valuesOf(rows, name)));
    return { name, times: Math.max(...each) / Math.min(...each) };
  });
  return worst('Any page: at most 1.5 × over all sizes', found, { most: 1.5, because: 'of a rare country there is less than a page among 10,000 and 100,000 sessions' });
}

function worst(goal: string, found: readonly { readonly name: string; readonly times: number }[], { most, because }: { readonly most: number; readonly because: string }): Goal {
  const [first] = found.toSorted((a, b) => b.times - a.times);
  const met = found.every(({ times }) => times <= most);
  return { goal, measured: `at most ${first?.times.toFixed(1)} × (${first?.name})`, met, ...(met ? {} : { why: `${because}. ${found.filter(({ times }) => times > most).map(({ name, times }) => `${name}: ${times.toFixed(1)} ×`).join(', ')}` }) };
}
