import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a sign-in is judged by comes with the limit on its user's sessions and the log's epoch: so one statement judges and writes it. */
export class OpeningAtOnce1764108000000 implements MigrationInterface {
  readonly name = 'OpeningAtOnce1764108000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('This cannot be taken back: restore a backup from before instead.');
  }
}

const statements: readonly string[] = [
  'drop function ground_of_opening(uuid, text, text, text, integer, boolean)',
  // Volatile: each of its statements has a snapshot of its own, so what is read after a lock is not older than the wait for it.
  // Many small statements: one that asks all at once is planned anew for each call where a user has many sessions, which takes longer than the call.
  `create function ground_of_opening(of_user uuid, of_device text, called text, in_country text, most integer, fixed boolean, may_end boolean,
     out idle_timeout_ms bigint, out absolute_timeout_ms bigint, out session_limit integer, out at_limit text,
     out generation integer, out realm_generation integer, out epoch integer, out blocked boolean, out unfamiliar boolean)
     language plpgsql volatile as $$
   declare
     of_role text;
   begin
     perform pg_advisory_xact_lock_shared(hashtext('curfew.realm'));
     -- Of two who may end sessions of one user the second counts what the first opened.
     if may_end then
       select u.generation, u.role into generation, of_role from users u where u.id = of_user and u.disabled_at is null for no key update;
     else
       select u.generation, u.role into generation, of_role from users u where u.id = of_user and u.disabled_at is null for share;
     end if;
     if generation is null then return; end if;
     select p.idle_timeout_ms, p.absolute_timeout_ms, coalesce(case when fixed then null else p.max_sessions end, most), p.at_limit, r.generation, r.epoch
       into idle_timeout_ms, absolute_timeout_ms, session_limit, at_limit, realm_generation, epoch
       from realm r, policies p where p.role = of_role;
     blocked := false;
     if of_device is not null then
       blocked := exists (select from blocked_devices b where b.user_id = of_user and b.device_id = of_device);
     end if;
     -- Neither the device nor the country has been seen on an account that was used before. A country that is not known is not seen;
     -- what was opened unfamiliar and never acknowledged makes nothing familiar.
     unfamiliar := exists (select from sessions s where s.user_id = of_user and not s.unfamiliar);
     if unfamiliar and of_device is null then
       unfamiliar := not exists (select from sessions s where s.user_id = of_user and s.device_id is null and s.device_name = called and not s.unfamiliar);
     elsif unfamiliar then
       unfamiliar := not exists (select from sessions s where s.user_id = of_user and s.device_id = of_device and not s.unfamiliar);
     end if;
     if unfamiliar and in_country is not null then
       unfamiliar := not exists (select from sessions s where s.user_id = of_user and s.country = in_country and not s.unfamiliar);
     end if;
   end
   $$`,
];
