import type { Knex } from 'knex';

/*
 * For writes that are sent together with their COMMIT: what may not happen fails there, and the COMMIT behind it rolls everything back,
 * without anybody having to wait for an answer in between.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function refuse(reason text, detail text default '') returns boolean language plpgsql as $$
    begin
      raise exception using errcode = 'PT409', message = 'refused: ' || reason, detail = detail;
    end $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function refuse(text, text);');
}
