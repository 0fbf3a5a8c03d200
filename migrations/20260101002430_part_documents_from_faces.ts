import type { Knex } from 'knex';

/**
 * What products are found by, apart from what is shown of them: a row is an eighth as large, so that ranking a thousand of them reads a
 * hundred pages instead of a thousand. `names` is what is completed while somebody types: title and brand alone.
 *
 * Whoever writes a face writes its documents with it, also processes of the release before; their searches go without an index until
 * they are gone, and find the same.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table product_documents (
      product_id uuid primary key references products on delete cascade,
      document tsvector not null,
      names tsvector not null
    );

    create function keep_product_documents() returns trigger language plpgsql as $$
    begin
      insert into product_documents as kept (product_id, document, names)
        select face.product_id, face.document, ts_filter(face.document, '{a,b}') from faces face order by face.product_id
        on conflict (product_id) do update set document = excluded.document, names = excluded.names
          where kept.document is distinct from excluded.document;
      return null;
    end $$;
    create trigger product_faces_documents_made after insert on product_faces referencing new table as faces
      for each statement execute function keep_product_documents();
    create trigger product_faces_documents_changed after update on product_faces referencing new table as faces
      for each statement execute function keep_product_documents();

    insert into product_documents (product_id, document, names)
      select product_id, document, ts_filter(document, '{a,b}') from product_faces order by product_id;
    create index product_documents_document on product_documents using gin (document) with (fastupdate = off);
    create index product_documents_names on product_documents using gin (names) with (fastupdate = off);
    drop index product_faces_document;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    create index product_faces_document on product_faces using gin (document) with (fastupdate = off);
    drop trigger product_faces_documents_changed on product_faces;
    drop trigger product_faces_documents_made on product_faces;
    drop function keep_product_documents;
    drop table product_documents;
  `);
}
