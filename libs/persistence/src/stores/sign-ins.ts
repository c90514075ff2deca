import type { Sql } from '../database.js';
import type { Familiarity, SeenDevice } from './devices.js';
import type { PolicyRow } from './policies.js';

/** Who signs in, from what; and how many sessions they may have where no administrator has decided that (0: no limit), or none can (`fixed`). */
export interface SigningIn extends SeenDevice {
  readonly most: number;
  readonly fixed: boolean;
}

/** What a sign-in is judged by. */
export interface SignInGround {
  readonly decided: Pick<PolicyRow, 'idleTimeoutMs' | 'absoluteTimeoutMs' | 'maxSessions' | 'atLimit'>;
  /** Null for an unknown or disabled user; and where there is a limit, as then the user has to be locked otherwise before more is read. */
  readonly user: (Familiarity & { readonly generation: number; readonly realmGeneration: number }) | null;
}

/**
 * Takes the realm's lock shared, and without a limit the user's row too, so that no generation ends under a sign-in; and reads what it is judged by,
 * each under its lock. One call: for what signs in all the time.
 */
export async function readSignIn(sql: Sql, { userId, deviceId, name, country, most, fixed }: SigningIn): Promise<SignInGround> {
  const [row] = await sql.query<SignInGround>(groundSql, [userId, deviceId, name, country, most, fixed]);
  if (row === undefined) throw new Error('A function that answers one row answered none.');
  return row;
}

const groundSql = `
  select jsonb_build_object('idleTimeoutMs', decided->'idle_timeout_ms', 'absoluteTimeoutMs', decided->'absolute_timeout_ms',
           'maxSessions', decided->'max_sessions', 'atLimit', decided->'at_limit') as decided,
         case when own_generation is not null then jsonb_build_object('generation', own_generation, 'realmGeneration', realm_generation,
           'blocked', blocked, 'used', used, 'device', device, 'country', country) end as user
    from ground_of_opening($1, $2, $3, $4, $5, $6)`;
