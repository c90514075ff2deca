import type { Sql } from '../database.js';

/** What the whole installation shares. `doorbellKey` never leaves the servers. */
export interface Realm {
  readonly generation: number;
  readonly epoch: number;
  readonly doorbellKey: Buffer;
}

/** The identity of the cluster that answers, in one line: another one means that nothing read before may be relied on. */
export const sourceOfTruth = `(select case when pg_is_in_recovery() then 'recovery'
  else (select system_identifier from pg_control_system()) || ':' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end)`;

/** The same with the epoch, of the realm `r`: whoever sees another one reads another history. */
export const sourceHere = `${sourceOfTruth} || '/' || r.epoch`;

/** Reads the realm's row; rejects before the first migration. */
export async function readRealm(sql: Sql): Promise<Realm> {
  const [realm] = await sql.query<Realm>('select generation, epoch, doorbell_key as "doorbellKey" from realm');
  if (realm === undefined) throw new Error('The database has no realm: run the migrations first.');
  return realm;
}

/**
 * Notes the cluster that answers. In another one transaction ids start again, so a new epoch begins and the realm's generation rises:
 * a restored backup revives no session that was ended after it. True when that happened.
 */
export async function openEpoch(sql: Sql): Promise<boolean> {
  await lockRealm(sql);
  const [known] = await sql.query<{ readonly here: boolean; readonly any: boolean }>(openedSql);
  if (known === undefined || known.here) return false;
  await noteTimeline(sql, !known.any);
  if (!known.any) return false;
  await beginEpoch(sql);
  return true;
}

/** Ends every session and begins a new epoch: for whoever restored a backup that kept its system identifier (`npm run new-epoch`). */
export async function beginEpoch(sql: Sql): Promise<void> {
  await lockRealm(sql);
  await sql.query(newEpochSql, [JSON.stringify({ type: 'system', id: null })]);
}

/** Takes the lock under which the realm's generation changes; sign-in takes it shared. */
export async function lockRealm(sql: Sql): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(hashtext('curfew.realm'))`);
}

/** Takes the realm's lock shared: the generation stays what it is until this transaction ends. */
export async function shareRealm(sql: Sql): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock_shared(hashtext('curfew.realm'))`);
}

/** Whether the timeline that answers is settled: nobody can still rely on what one before it held. A new one is noted, unsettled. */
export async function isTimelineSettled(sql: Sql): Promise<boolean> {
  await noteTimeline(sql, false);
  const [row] = await sql.query<{ readonly settled: boolean }>(`select settled from timelines where (system_identifier, timeline) = ${timelineHere}`);
  return row?.settled ?? false;
}

/** Settles the timeline that answers: for whoever has seen it for LEASE / 0.9. */
export async function settleTimeline(sql: Sql): Promise<void> {
  await sql.query(`update timelines set settled = true where (system_identifier, timeline) = ${timelineHere} and not settled`);
}

const timelineHere = `(select system_identifier::text, ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int from pg_control_system())`;

const noteTimeline = (sql: Sql, settled: boolean): Promise<unknown> =>
  sql.query(`insert into timelines (system_identifier, timeline, settled) select t.*, $1 from ${timelineHere} t on conflict do nothing`, [settled]);

const openedSql = `
  select exists (select from timelines t where t.system_identifier = c.system_identifier::text) as here,
         exists (select from timelines) as any
    from pg_control_system() c`;

const newEpochSql = `
  with left_generation as (select generation, epoch from realm),
  next as (update realm set generation = generation + 1, epoch = epoch + 1, low_water = '0' returning generation, epoch),
  event as (
    insert into session_events (epoch, id, type, actor_type, reason, generation)
    select epoch, uuid_v7(), 'sessions-revoked', 'system', 'suspicious', generation from next
    returning xid, number)
  insert into generation_ends (user_id, generation, reason, ended_by, position)
  select '00000000-0000-0000-0000-000000000000', l.generation, 'suspicious', $1::jsonb, e.xid || '-' || e.number
    from left_generation l, event e`;
