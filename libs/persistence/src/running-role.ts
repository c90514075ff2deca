import { Database, type Sql } from './database.js';

/** The role that api, gateway and worker use. With a password it is made, or given that one; without, it exists. */
export interface RunningRole {
  readonly role: string;
  readonly password?: string | undefined;
}

/**
 * Gives the running role what the processes need and takes everything else away: it reads and writes rows, adds to the log and never changes it,
 * and makes or drops nothing. Safe to repeat, and needed after each migration. What it cannot take away is told to `log`.
 */
export async function admitRunningRole(sql: Sql, { role, password }: RunningRole, log: (line: string) => void): Promise<void> {
  const [here] = await sql.query<Here>(hereSql, [role]);
  if (here === undefined || here.itself) return;
  const names = [role, here.database];
  if (password !== undefined) await makeRole(sql, here.exists, [...names, password]);
  await execute(sql, here.revokeTables, names);
  for (const statement of grants) await execute(sql, statement, names);
  const [after] = await sql.query<{ readonly excess: string }>(excessSql, [role]);
  if (after !== undefined && after.excess !== '') log(`The role ${role} of DATABASE_URL can do more than Curfew needs: ${after.excess}`);
}

/** The role that a database URL signs in as; rejects when it cannot. */
export async function roleOf(url: string): Promise<string> {
  const database = await Database.connect({ url, name: 'curfew migrate', poolSize: 1 });
  try {
    const [row] = await database.query<{ readonly role: string }>('select current_user::text as role');
    return row?.role ?? '';
  } finally {
    await database.close();
  }
}

/** What the running role may do with each table. Columns in brackets: those alone. A table that stands not here is out of its reach. */
export const rights: Readonly<Record<string, string>> = {
  realm: 'select, update (generation)',
  timelines: 'select, insert, update (settled)',
  set_up_links: 'select, update (used_at)',
  users: 'select, insert, update',
  sessions: 'select, insert, update',
  blocked_devices: 'select, insert, update, delete',
  generation_ends: 'select, insert, update (filled_at)',
  // Append-only. Its partitions are reached through it, so those that are made later need nothing of their own.
  session_events: 'select, insert',
  consumers: 'select, insert, update, delete',
  presence: 'select, insert, update, delete',
  api_keys: 'select, insert, update (revoked_at, last_used_at)',
  signing_keys: 'select, insert, delete',
  revocations: 'select, insert, update',
  canary_results: 'select, insert, update',
  canary_flights: 'select, insert',
  // Append-only like the log; what the retention lets go, a function takes away.
  audit_chain: 'select, insert',
  audit_head: 'select, update (number, hash, epoch, xid, event_number)',
  unconfirmed_revocations: 'select, insert, delete',
  hourly_counts: 'select, insert, update',
  invitations: 'select, insert, update',
  policies: 'select, update',
};

const functions = ['uuid_v7()', 'make_event_partitions(integer)', 'forget_canaries()', 'delete_ended_sessions(interval, integer)', 'raise_low_water(interval)', 'drop_event_partitions(interval)', 'trim_audit_chain(integer)', 'ground_of_opening(uuid, text, text, text, integer, boolean, boolean)'];

interface Here {
  readonly database: string;
  readonly exists: boolean;
  /** The role that migrates is the one that runs: there is nothing to give. */
  readonly itself: boolean;
  /** Of every table and partition that is the migrating role's: a database may hold those of others too. */
  readonly revokeTables: string;
}

const hereSql = `
  select current_database() as database, exists (select from pg_roles where rolname = $1) as exists, current_user = $1 as itself,
         (select 'revoke all on ' || string_agg(replace(c.oid::regclass::text, '%', '%%'), ', ') || ' from %1$I' from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and pg_has_role(c.relowner, 'usage')) as "revokeTables"`;

async function makeRole(sql: Sql, exists: boolean, values: readonly string[]): Promise<void> {
  await execute(sql, `${exists ? 'alter' : 'create'} role %1$I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password %3$L`, values);
  // Named last, the temporary schema shadows nothing.
  await execute(sql, 'alter role %1$I in database %2$I set search_path = public, pg_temp', values);
  await execute(sql, 'revoke all on database %2$I from public', values);
}

// %1$I is the role, %2$I the database.
const grants: readonly string[] = [
  'revoke create, temporary on database %2$I from public, %1$I',
  'grant connect on database %2$I to %1$I',
  'revoke create on schema public from public, %1$I',
  'grant usage on schema public to %1$I',
  'alter default privileges in schema public revoke all on tables from %1$I',
  ...Object.entries(rights).map(([table, allowed]) => `grant ${allowed} on ${table} to %1$I`),
  ...functions.flatMap((name) => [`revoke execute on function ${name} from public`, `grant execute on function ${name} to %1$I`]),
];

// Statements about roles take no bound values: the server itself quotes them.
async function execute(sql: Sql, template: string, values: readonly string[]): Promise<void> {
  const [row] = await sql.query<{ readonly statement: string }>('select format($1, variadic $2::text[]) as statement', [template, values]);
  if (row !== undefined) await sql.query(row.statement);
}

// By right of its own, or of a role that it is a member of.
const excessSql = `
  select concat_ws(', ',
    case when r.rolsuper then 'it is a superuser' end,
    case when r.rolcreaterole then 'it makes roles' end,
    case when r.rolcreatedb then 'it makes databases' end,
    case when r.rolreplication then 'it replicates' end,
    case when has_schema_privilege(r.oid, 'public', 'create') then 'it changes the schema' end,
    case when has_table_privilege(r.oid, 'session_events', 'update, delete, truncate') then 'it changes the log' end) as excess
    from pg_roles r where r.rolname = $1`;
