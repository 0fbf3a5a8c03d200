import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Who is taking jobs, and when they last said so: what a silent one holds is given to others.
    create table job_workers (
      id text primary key,
      seen_at timestamptz not null
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table job_workers;');
}
