import { curfew } from '../../../../test/support/curfew.js';
import { emptyDatabase } from '../../../../test/support/database.js';
import type { Chapter, Findings, Goal, Plan, Row } from '../../harness/findings.js';
import { interleaved, type Prepared } from '../../harness/interleaved.js';
import { openLoop } from '../../harness/load.js';
import { usageOf } from '../../harness/processes.js';
import { quantile, ratio, summary } from '../../harness/statistics.js';
import type { Bar } from '../../harness/plot.js';
import { versionsOf } from '../../harness/versions.js';
import { contenders, CURRENT, EXPRESS_SESSION, MAP, MAP_PASS, PASS, type Checked } from './contenders.js';
import { flood } from './flood.js';

/** What it costs to know whether a request's session is live, for each request. */
export const checks: Chapter = { title: 'Session checks', measure };

const CONNECTIONS = 64;
const RATE = 1_000;

async function measure(plan: Plan): Promise<Findings> {
  const fleet = await curfew({}, { gateways: 1, workers: 0 });
  const [one, two, three] = await Promise.all([emptyDatabase(), emptyDatabase(), emptyDatabase()]);
  const starting = await contenders(fleet, { databaseUrl: one.url, cachedUrl: two.url, plainUrl: three.url });
  const rows = await interleaved(plan, starting.map(([name, start]) => ({ name, setUp: async () => measuring(await start(), plan) })));
  return {
    setUp: `200 sessions are asked for over ${CONNECTIONS} kept connections, each of which asks again as soon as it is answered: answers a second, and the server process's own CPU time for each. Then ${RATE.toLocaleString('en')} requests a second by the clock: p50 and p99. One process each; whoever asks has the other processor. Curfew hashes the token, judges the session under its lease, notes activity and address, counts, and says a request id and its security headers; what it answers is the same session, in as many bytes, as those answer who keep it in a map. better-auth answers its own session, of 20 accounts.`,
    versions: await versionsOf(['fastify', '@nestjs/core', 'express', 'express-session', 'connect-redis', 'redis', 'better-auth', 'jose', 'pg'], { postgres: fleet.database.url, redis: fleet.redis.url }),
    tables: [{ title: 'A check', columns: { 'answers/s': '', CPU: 'µs each', p50: 'ms', p99: 'ms' }, rows, base: MAP }],
    goals: goalsOf(rows),
    plots: [{ kind: 'bars', file: 'checks', title: 'Session checks a second, one process', unit: 'answers/s', groups: [{ name: 'answers a second', bars: rows.map(barOf) }] }],
  };
}

function measuring({ pid, url, requests, stop }: Checked, { smoke, full }: Plan): Prepared {
  const seconds = smoke ? 0.3 : full ? 5 : 1.5;
  return {
    measure: async () => {
      let cpuMs = 0;
      const counted = async (work: () => Promise<void>): Promise<void> => {
        const before = await usageOf(pid);
        await work();
        cpuMs = (await usageOf(pid)).cpuMs - before.cpuMs;
      };
      const { perSecond, answered, failed } = await flood(url, requests, { connections: CONNECTIONS, seconds, counted });
      const { latencies, failed: late } = await openLoop({ url, next: (count) => requests[count % requests.length] ?? Buffer.alloc(0) }, { rate: RATE, seconds: seconds / 2 });
      if (failed + late > 0) throw new Error(`${failed + late} of the answers of ${url} were not 200`);
      return { 'answers/s': perSecond, CPU: (cpuMs * 1000) / answered, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
    },
    tearDown: stop,
  };
}

function barOf({ name, rounds }: Row): Bar {
  const { median: value, min: low, max: high } = summary(rounds['answers/s'] ?? []);
  return { name, value, low, high };
}

const goalsOf = (rows: readonly Row[]): readonly Goal[] => [
  ...[[CURRENT, MAP], [PASS, MAP_PASS]].map(([ours = '', base = '']) => goalOf(rows, { ours, base, least: 0.9, why: WHY })),
  ...[CURRENT, PASS].map((ours) => goalOf(rows, { ours, base: EXPRESS_SESSION, least: 7, why: 'see the table' })),
];

// From profiles of the api under this load, and from leaving out each part in turn, beside a server of Node's that does nothing but answer as many bytes.
const WHY = 'two thirds of the time are Node’s and the kernel’s for any answer; of the rest, which is more than Fastify takes, the hash of the token and the judging and noting of its session are most, then the request id, address and device, credentials, and counting';

function goalOf(rows: readonly Row[], { ours, base, least, why }: { readonly ours: string; readonly base: string; readonly least: number; readonly why: string }): Goal {
  const of = (name: string): readonly number[] => rows.find((row) => row.name === name)?.rounds['answers/s'] ?? [];
  const times = ratio(of(ours), of(base));
  const met = times.median >= least;
  return { goal: `${ours}: at least ${least} × ${base}, in answers a second`, measured: `${times.median.toFixed(2)} × (${times.min.toFixed(2)}–${times.max.toFixed(2)})`, met, ...(met ? {} : { why }) };
}
