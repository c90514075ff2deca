import { redisOfOwn, type OwnRedis } from '../../../../test/support/redis.js';
import type { Chapter, Findings, Plan, Plot, Row, Table } from '../../harness/findings.js';
import { summary } from '../../harness/statistics.js';
import { versionsOf } from '../../harness/versions.js';
import { burst, crowd } from './burst.js';
import { goalsOfBurst, goalsOfLoss, goalsOfSingle } from './goals.js';
import { lost, PATIENCE_MS } from './lost.js';
import { FLOOR, FLOOR_WITH_COMMIT, others } from './others.js';
import { CURFEW, startCurfew } from './ours.js';
import { samplesOf, single, type Started } from './single.js';

export const revocation: Chapter = { title: 'Revocation', measure };

const BYSTANDERS = 1_000;

async function measure(plan: Plan): Promise<Findings> {
  const [redis, ours] = [await redisOfOwn(), await startCurfew()];
  const systems: Started[] = [{ name: CURFEW, system: ours }];
  for (const { name, start } of others(redis.url)) systems.push({ name, system: await start() });
  try {
    for (const { system } of systems) await system.open(plan.smoke ? 10 : BYSTANDERS, true);
    return { ...(await all(plan, systems, [redis, ours.fleet.redis])), setUp: setUp(plan), versions: await versions(ours.fleet.database.url, redis.url) };
  } finally {
    for (const { system } of systems) await system.close();
  }
}

async function all(plan: Plan, systems: readonly Started[], redis: readonly OwnRedis[]): Promise<Pick<Findings, 'tables' | 'goals' | 'plots'>> {
  plan.tell('one session after the other, nothing else going on');
  const idle = await single(plan, systems, 0);
  plan.tell('one session after the other, under 500 events a second');
  const noisy = await single(plan, systems, 500);
  plan.tell('a thousand sessions by a thousand requests');
  const many = await burst(plan, systems);
  plan.tell('a thousand sessions of one user by one request');
  const one = await crowd(plan, systems);
  // The floor with a commit loses Redis as the one without.
  const losing = { redis, systems: systems.filter(({ name }) => name !== FLOOR_WITH_COMMIT) };
  const killed = await lost(plan, 'killed', losing);
  const frozen = await lost(plan, 'frozen', losing);
  return {
    tables: [...singles(idle, noisy), ...bursts(many, one), ...losses(killed, frozen)],
    goals: [
      ...goalsOfSingle('One session', idle.rows, idle.commit), ...goalsOfSingle('Under 500 events/s', noisy.rows, noisy.commit),
      ...goalsOfBurst('A thousand requests', many), ...goalsOfBurst('A thousand requests', many, FLOOR_WITH_COMMIT), ...goalsOfBurst('A thousand of one user', one),
      ...goalsOfLoss('killed', killed), ...goalsOfLoss('frozen', frozen),
    ],
    plots: [plotOf(idle.rows, noisy.rows)],
  };
}

type Singles = Awaited<ReturnType<typeof single>>;

function singles(idle: Singles, noisy: Singles): readonly Table[] {
  const columns = { 'closed p50': 'ms', 'closed p99': 'ms', 'closed p99.9': 'ms', 'refused p50': 'ms', 'refused p99': 'ms', 'answered p50': 'ms' };
  const note = (commit: Row | undefined): string => `A commit of one row and one event alone, in the same rounds: p50 ${told(commit?.rounds['p50'])} ms, p99 ${told(commit?.rounds['p99'])} ms.`;
  return [
    { title: 'One session, nothing else going on', columns: { ...columns, CPU: 'ms each', memory: 'MB' }, rows: idle.rows, base: FLOOR_WITH_COMMIT, note: `${note(idle.commit)} CPU and memory are of all processes but PostgreSQL and Redis, the asking for a refusal each millisecond included; Curfew has four processes, the others two.` },
    { title: 'One session, under 500 events a second', columns: { ...columns, 'events/s': '' }, rows: noisy.rows, base: FLOOR_WITH_COMMIT, note: note(noisy.commit) },
  ];
}

function bursts(many: readonly Row[], one: readonly Row[]): readonly Table[] {
  const columns = { 'half closed': 'ms', 'all closed': 'ms', 'all answered': 'ms', CPU: 'ms each' };
  return [
    { title: 'A thousand sessions, a request each', columns, rows: many, base: FLOOR_WITH_COMMIT, note: 'Over 64 connections, each of which sends the next when it is answered. Curfew answers when all four processes have acknowledged.' },
    { title: 'A thousand sessions of one user, one request', columns, rows: one, base: FLOOR_WITH_COMMIT },
  ];
}

function losses(killed: readonly Row[], frozen: readonly Row[]): readonly Table[] {
  const columns = { 'closed p50': 'ms', 'closed max': 'ms', 'refused p50': 'ms', 'refused max': 'ms' };
  const note = `Waited for: ${PATIENCE_MS / 1000} s. \`never\`: not within that time, or before Redis was back. Curfew learns of it by its poll of the log, each second.`;
  return [
    { title: 'Redis killed (SIGKILL)', columns, rows: killed, note },
    { title: 'Redis frozen (SIGSTOP)', columns, rows: frozen, note },
  ];
}

const plotOf = (idle: readonly Row[], noisy: readonly Row[]): Plot => ({
  kind: 'bars', file: 'revocation', title: 'DELETE sent → socket closed, median', unit: 'ms',
  groups: [['nothing else going on', idle], ['under 500 events a second', noisy]].map(([name, rows]) => ({
    name: String(name),
    bars: (rows as readonly Row[]).map((row) => {
      const { median, min, max } = summary(row.rounds['closed p50'] ?? []);
      return { name: row.name, value: median, low: min, high: max };
    }),
  })),
});

const told = (values: readonly number[] = []): string => summary(values).median.toFixed(2);

const setUp = (plan: Plan): string =>
  `A client sends DELETE to one process; the session's socket is on another, and a third party asks yet another whether it still lives, each millisecond. ${samplesOf(plan) * plan.rounds} ends a contender and table, one after the other, at times that nothing recurs with, after a warm-up of ${(20 * Math.min(samplesOf(plan), 100)).toLocaleString('en')}; ${BYSTANDERS.toLocaleString('en')} more sockets stand by at each. `
  + `Curfew: two apis, two gateways, all as by default: the end and its event are committed, every process acknowledges, a receipt proves it; whoever asks has asked that api before, as the page does that shows the sessions. *${FLOOR}* does nothing but one publish by ioredis, whereupon a bare ws is terminated: no session is looked up, nothing is kept. *${FLOOR_WITH_COMMIT}* commits a row and an event before. `
  + 'The Express servers look each session up in PostgreSQL, end it there, and call `disconnectSockets` through the adapter.';

const versions = (postgres: string, redis: string): Promise<Readonly<Record<string, string>>> =>
  versionsOf(['express', 'socket.io', '@socket.io/redis-adapter', '@socket.io/redis-streams-adapter', 'ioredis', 'pg', 'ws'], { postgres, redis });
