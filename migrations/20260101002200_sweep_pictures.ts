import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- When somebody last looked for pictures that nobody shows: one row, so that of all workers one does it, once a day.
    create table image_sweeps (
      is_only boolean primary key default true check (is_only),
      begun_at timestamptz not null
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table image_sweeps');
}
