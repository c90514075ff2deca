import { Database } from '@curfew/persistence';
import { createSessions } from '@curfew/sessions';
import { populate } from '../../../../test/measure/population.js';
import { rules, silent } from '../../../../test/races/core.js';
import { service } from '../../../../test/services/service.js';
import type { Curfew } from '../../../../test/support/curfew.js';
import { administrator } from '../../../../test/support/people.js';
import { emptyDatabase } from '../../../../test/support/database.js';
import type { Plan } from '../../harness/findings.js';
import type { Contender, Prepared } from '../../harness/interleaved.js';
import { startRival } from '../../harness/processes.js';
import { requestOf, wireTo, type Wire } from '../../harness/wire.js';
import { openBarely } from './bare.js';
import { AT_ONCE, repeated } from './repeated.js';

export const STATEMENT = 'one statement: the row and its event';
export const DIRECT = 'Curfew: Sessions.open';
export const LIMITED = 'Curfew: Sessions.open, with a limit on sessions';
export const SERVICE = 'Curfew: the service API';

const USERS = 1_000;
const secondsOf = ({ smoke, full }: Plan): number => (smoke ? 0.3 : full ? 5 : 2);

/** Everyone who opens sessions. Those without a server of their own run in this process, as the rivals run in one. */
export function openers(fleet: Curfew, plan: Plan): readonly Contender[] {
  const seconds = secondsOf(plan);
  return [
    { name: STATEMENT, setUp: () => statement(fleet, seconds) },
    { name: DIRECT, setUp: () => direct(fleet, seconds, 0) },
    // Far from being reached: what it costs to look.
    { name: LIMITED, setUp: () => direct(fleet, seconds, 1_000) },
    { name: SERVICE, setUp: () => served(fleet, seconds) },
    { name: 'a TypeORM transaction', setUp: () => rival('typeorm', seconds) },
    { name: 'better-auth’s insert', setUp: () => rival('better-auth', seconds) },
  ];
}

async function statement({ database: own }: Curfew, seconds: number): Promise<Prepared> {
  const users = await populate(own, USERS, 1);
  const database = await Database.connect({ url: own.runningUrl, name: 'bench' });
  return { measure: () => repeated((count) => openBarely(database, users[count % USERS]?.userId ?? '', AGENT), seconds), tearDown: () => database.close() };
}

async function direct({ database: own, redis }: Curfew, seconds: number, maxSessions: number): Promise<Prepared> {
  const users = await populate(own, USERS, 1);
  const { sessions, start, stop } = await createSessions({ kind: 'api', databaseUrl: own.runningUrl, redisUrl: redis.url, rules: { ...rules, maxSessions }, log: silent });
  await start();
  const origin = { ipAddress: '203.0.113.7', userAgent: AGENT, hints: {}, requestId: 'bench' };
  return { measure: () => repeated((count) => sessions.open({ userId: users[count % USERS]?.userId ?? '', method: 'password', origin }), seconds), tearDown: stop };
}

async function served({ apis: [api] }: Curfew, seconds: number): Promise<Prepared> {
  const { secret } = await service(await administrator(api), ['sessions:write']);
  const headers = { authorization: `Bearer ${secret}` };
  const asking = (count: number): Buffer =>
    requestOf('POST /v1/service/sessions', { host: new URL(api.url).host, headers, body: { subject: { externalId: `person-${count % USERS}` }, ipAddress: '203.0.113.7', userAgent: AGENT } });
  const asked = async (free: Wire[], count: number): Promise<void> => {
    const wire = free.pop();
    if (wire === undefined) throw new Error('as many wires as are asked at once');
    const { status, body } = await wire.ask(asking(count));
    free.push(wire);
    if (status !== 201) throw new Error(`answered ${status}: ${body}`);
  };
  // A connection on which nothing is asked for some seconds is closed: each round has its own.
  const round = async <T>(work: (free: Wire[]) => Promise<T>): Promise<T> => {
    const wires = await Promise.all(Array.from({ length: AT_ONCE }, () => wireTo(api.url)));
    return work([...wires]).finally(() => wires.forEach((wire) => wire.close()));
  };
  // Everyone has an account from the start, as with the others.
  await round(async (free) => {
    for (let count = 0; count < USERS; count += 1) await asked(free, count);
  });
  return { measure: () => round((free) => repeated((count) => asked(free, count), seconds)) };
}

async function rival(file: string, seconds: number): Promise<Prepared> {
  const database = await emptyDatabase();
  const { url, stop } = await startRival(`opens/${file}.js`, { DATABASE_URL: database.url });
  return {
    measure: async () => (await (await fetch(`${url}/?seconds=${seconds}&at=${AT_ONCE}`)).json()) as Record<string, number>,
    tearDown: stop,
  };
}

const AGENT = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0';
