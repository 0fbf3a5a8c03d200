import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The place among those beside it; gaps and twins may be, the id then decides. A process that knows no places puts its own behind.
    alter table categories add column position integer not null default 1000000 check (position >= 0);
    update categories set position = ordered.place
    from (select id, row_number() over (partition by parent_id order by id) - 1 as place from categories) ordered
    where ordered.id = categories.id;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table categories drop column position');
}
