import { Database } from '@curfew/persistence';
import { atEnd } from '../support/at-end.js';
import type { OwnDatabase } from '../support/database.js';

/** What sessions are opened with; the rest is the same for all. */
export interface Opened {
  readonly userId: string;
  readonly ip?: string;
  readonly country?: string;
  readonly type?: string;
  /** In minutes; a negative one is in the future. */
  readonly openedAgo?: number;
}

/** So many live sessions that nobody holds, written straight into the database. */
export async function opened({ query }: OwnDatabase, count: number, { userId, ip = '203.0.113.9', country = 'DE', type = 'desktop', openedAgo = 5 }: Opened): Promise<readonly string[]> {
  const rows = await query<{ readonly id: string }>(
    `insert into sessions (id, user_id, token_hash, generation, realm_generation, method, device_type, device_name, device_os, device_browser, ip_address, country, created_at, last_active_at, expires_at, absolute_expires_at)
     select uuid_v7(), u.id, sha256(uuid_v7()::text::bytea), u.generation, r.generation, 'password', $5, 'Firefox on Ubuntu', 'Ubuntu', 'Firefox', $3::inet, $4,
            now() - $6::int * interval '1 minute', now() - $6::int * interval '1 minute', now() + interval '14 days', now() + interval '30 days'
       from users u, realm r, generate_series(1, $2::int) where u.id = $1 returning id`,
    [userId, count, ip, country, type, openedAgo],
  );
  return rows.map(({ id }) => id);
}

/** Keeps a session's row from being changed, until what it answers is called: whoever ends many cannot finish meanwhile. */
export async function held({ url }: OwnDatabase, id: string): Promise<() => Promise<void>> {
  const database = await Database.connect({ url, name: 'holds a row', poolSize: 1 });
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let taken = (): void => undefined;
  const holding = new Promise<void>((resolve) => (taken = resolve));
  const done = database.transaction(async (sql) => {
    await sql.query('select from sessions where id = $1 for update', [id]);
    taken();
    await released;
  });
  await holding;
  const end = async (): Promise<void> => {
    release();
    await done;
    await database.close();
  };
  let ended: Promise<void> | undefined;
  const once = (): Promise<void> => (ended ??= end());
  atEnd(once);
  return once;
}
