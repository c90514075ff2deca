import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a sign-in is judged by, under its locks, in one call instead of six. */
export class Opening1764106000000 implements MigrationInterface {
  readonly name = 'Opening1764106000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('This cannot be taken back: restore a backup from before instead.');
  }
}

const statements: readonly string[] = [
  // Volatile: each of its statements has a snapshot of its own, so what is read after a lock is not older than the wait for it.
  `create function ground_of_opening(of_user uuid, of_device text, called text, in_country text, most integer, fixed boolean)
     returns table (decided jsonb, own_generation integer, realm_generation integer, blocked boolean, used boolean, device boolean, country boolean)
     language plpgsql volatile set search_path = public, pg_temp as $$
   declare
     p policies%rowtype;
     own integer;
     whole integer;
   begin
     perform pg_advisory_xact_lock_shared(hashtext('curfew.realm'));
     select policies.* into p from policies where policies.role = (select users.role from users where users.id = of_user);
     -- Where sessions may have to end the user is locked otherwise, by the caller.
     if coalesce(case when fixed then null else p.max_sessions end, most) > 0 then
       return query select to_jsonb(p), null::integer, null::integer, null::boolean, null::boolean, null::boolean, null::boolean;
       return;
     end if;
     select users.generation into own from users where users.id = of_user and users.disabled_at is null for share;
     select realm.generation into whole from realm;
     return query select to_jsonb(p), own, whole,
       exists (select from blocked_devices b where b.user_id = of_user and b.device_id = of_device),
       exists (select from sessions s where s.user_id = of_user and not s.unfamiliar),
       case when of_device is null then exists (select from sessions s where s.user_id = of_user and s.device_id is null and s.device_name = called and not s.unfamiliar)
            else exists (select from sessions s where s.user_id = of_user and s.device_id = of_device and not s.unfamiliar) end,
       exists (select from sessions s where s.user_id = of_user and s.country = in_country and not s.unfamiliar);
   end
   $$`,
];
