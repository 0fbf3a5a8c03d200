import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table brands add column description text, add column version integer not null default 1 check (version > 0);
    alter table tags add column version integer not null default 1 check (version > 0);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table tags drop column version;
    alter table brands drop column version, drop column description;
  `);
}
