import type { Knex } from 'knex';

/** Of most requests it is enough to know the key; and an answer is given again in the order in which it was written, which jsonb loses. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table request_claims
      alter column resource_id drop not null,
      alter column output type json using output::json,
      add column reply text;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    delete from request_claims where resource_id is null;
    alter table request_claims
      alter column resource_id set not null,
      alter column output type jsonb using output::jsonb,
      drop column reply;
  `);
}
