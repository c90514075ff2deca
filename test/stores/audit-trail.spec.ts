import { auditTrailStatement, Database, extendChain, type AuditTrailQuery, type Sql } from '@curfew/persistence';
import { atEnd } from '../support/at-end.js';
import { emptyDatabase } from '../support/database.js';
import { crowd } from './crowd.js';
import { history } from './history.js';
import { planOf, wholes, type Plan } from './plans.js';

const EVENTS = 1_000_000;

const own = await emptyDatabase();
await crowd(own, 20_000);
await history(own, EVENTS, true);
const database = await Database.connect({ url: own.runningUrl, name: 'trail' });
atEnd(() => database.close());

// What it costs to read them all.
const whole = (await planOf(database, 'select * from session_events'))['Total Cost'];

const hours = (ago: number): string => new Date(Date.now() - ago * 3_600_000).toISOString();
const user = '00000007-0001-7000-8000-000000000000';
const filters: readonly Omit<AuditTrailQuery, 'limit'>[] = [
  {}, { type: 'session-created' }, { type: 'role-changed' }, { userId: user }, { sessionId: '00000007-0002-7000-8000-000000000000' }, { actorId: user }, { actorId: 'nobody' },
  { from: hours(1) }, { to: hours(400) }, { from: hours(48), to: hours(47) }, { from: hours(800), to: hours(1) },
  { type: 'session-revoked', from: hours(48) }, { type: 'role-changed', userId: user }, { userId: user, actorId: user, from: hours(48) }, { type: 'role-changed', from: hours(800), to: hours(1) },
];

it.each(filters)('finds those with %j among a million events by an index, on the first page and far behind it', async (filter) => {
  const wrong: unknown[] = [];
  for (const after of [undefined, [hours(300), 600_000]]) {
    const { text, values } = auditTrailStatement({ ...filter, limit: 51, ...(after === undefined ? {} : { after }) });
    const plan = await planOf(database, text, values);
    for (const node of wholes(plan, 'session_events', EVENTS / 10)) wrong.push({ after, node });
    if (plan['Total Cost'] > whole / 4) wrong.push({ after, cost: plan['Total Cost'], whole });
  }
  expect(wrong).toEqual([]);
});

it('chains what is new without reading what is in the chain, also where PostgreSQL has not learned yet how much was written', async () => {
  const burst = await emptyDatabase();
  const writer = await Database.connect({ url: burst.runningUrl, name: 'burst' });
  atEnd(() => writer.close());
  await burst.query(`insert into session_events (epoch, id, type, actor_type) select r.epoch, uuid_v7(), 'session-revoked', 'system' from realm r, generate_series(1, 20000)`);
  await burst.query(`update audit_head set (epoch, xid, event_number) = (select epoch, xid, number from session_events order by epoch desc, xid desc, number desc offset 500 limit 1)`);
  const asked: { readonly text: string; readonly values: readonly unknown[] }[] = [];
  const heard = { transaction: (work: (sql: Sql) => Promise<number>) => writer.transaction((sql) => work({
    query: (statement, values = []) => {
      asked.push({ text: typeof statement === 'string' ? statement : statement.text, values });
      return sql.query(statement, values);
    },
  })) } as Database;

  expect(await extendChain(heard, 1_000)).toBe(500);

  const plans = await Promise.all(asked.filter(({ text }) => text.includes('session_events')).map(({ text, values }) => planOf(writer, text, values)));
  expect(plans).toHaveLength(3);
  expect(plans.flatMap(indexesOf).filter((index) => !index.endsWith('epoch_xid_number_idx'))).toEqual([]);
});

const indexesOf = (plan: Plan): readonly string[] => [...(plan['Index Name']?.startsWith('session_events') ? [plan['Index Name']] : []), ...(plan.Plans ?? []).flatMap(indexesOf)];
