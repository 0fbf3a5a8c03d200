import type { Knex } from 'knex';

/**
 * For `sort=title`, and for what begins with one or two letters.
 *
 * locks(products_by_title): selling only reads products; who changes one waits for the second that it takes at a hundred thousand
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`create index products_by_title on products (lower(title) collate "C", id) where status = 'published'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index products_by_title');
}
