import type { Knex } from 'knex';

/**
 * The products of a brand are asked for by lists, by its renaming and by its removal: without it each of them reads all products.
 *
 * locks(products_of_brand): selling only reads products; who changes one waits for the second that it takes at a hundred thousand
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index products_of_brand on products (brand_id) where brand_id is not null');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index products_of_brand');
}
