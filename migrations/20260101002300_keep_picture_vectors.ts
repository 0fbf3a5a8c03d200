import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What the pictures of products look like, by the version of whoever looked. Which products show a picture, product_images knows.
    create table picture_vectors (
      url text primary key,
      version text not null,
      -- A signed byte for each dimension; null when nothing can be made of the picture.
      vector bytea,
      -- On which side of 512 planes the vector lies: of two that are alike few bits differ.
      signature bit(512),
      constraint picture_vectors_whole check ((vector is null) = (signature is null))
    );
    -- locks(product_images_by_url): only the back office writes there, and for a million pictures it waits two seconds
    create index product_images_by_url on product_images (url);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index product_images_by_url; drop table picture_vectors');
}
