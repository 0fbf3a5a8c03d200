import type { Knex } from 'knex';

/** What is sent by no carrier: nobody can pay for it at the door. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table variants add column digital boolean not null default false');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table variants drop column digital');
}
