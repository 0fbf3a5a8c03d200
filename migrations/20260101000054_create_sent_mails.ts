import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- One row for each mail that is being sent or has been: what makes it go out once.
    create table sent_mails (
      key text primary key,
      claimed_until timestamptz not null,
      sent_at timestamptz
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table sent_mails;');
}
