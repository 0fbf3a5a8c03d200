import type { Knex } from 'knex';

/**
 * What several processes count together. Unlogged: to write them costs no disk, and a crash of the database may forget them. Rows are
 * written again and again, so pages keep room for the next version of each.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create unlogged table rate_counts (
      key text primary key,
      points integer not null,
      ends_at timestamptz not null
    ) with (fillfactor = 50);
    create unlogged table login_failures (
      key text primary key,
      failures integer not null check (failures >= 0),
      last_at timestamptz not null
    ) with (fillfactor = 50);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop table login_failures; drop table rate_counts;`);
}
