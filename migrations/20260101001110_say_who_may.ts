import type { Knex } from 'knex';

/* A session that is ended, an account that is disabled or may do something else: every process forgets what it knew of them at the commit. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function say_account_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('portico_changes', 'account:' || new.id);
      return null;
    end $$;
    create function say_session_ended() returns trigger language plpgsql as $$
    begin
      perform pg_notify('portico_changes', 'account:' || new.account_id);
      return null;
    end $$;

    create trigger accounts_may_otherwise after update of is_active, roles on accounts for each row
      when (new.is_active <> old.is_active or new.roles <> old.roles) execute function say_account_changed();
    create trigger sessions_ended after update of ended_at on sessions for each row
      when (new.ended_at is distinct from old.ended_at) execute function say_session_ended();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger sessions_ended on sessions;
    drop trigger accounts_may_otherwise on accounts;
    drop function say_session_ended;
    drop function say_account_changed;
  `);
}
