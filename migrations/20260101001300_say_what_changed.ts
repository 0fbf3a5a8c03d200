import type { Knex } from 'knex';

/*
 * Whoever keeps an answer about the catalogue in memory hears on this channel what it no longer holds for. PostgreSQL says it at the
 * commit and only then, so that no process that dies in between can leave the others with an old price. What sells and how often is not
 * said here: a NOTIFY in every checkout would make all commits queue.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function say_product_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('portico_changes', 'product:' || new.id);
      return null;
    end $$;
    create function say_face_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('portico_changes', 'product:' || new.product_id);
      return null;
    end $$;
    create function say_shelves_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('portico_changes', 'shelves');
      return null;
    end $$;

    create trigger products_changed after insert or update of title, description, slug, status, brand_id, options, price_minor, rating_sum,
      rating_count, version on products for each row execute function say_product_changed();
    create trigger product_faces_changed after insert or update on product_faces for each row execute function say_face_changed();
    create trigger products_gone after delete on products for each statement execute function say_shelves_changed();
    create trigger categories_changed after insert or update or delete on categories for each statement execute function say_shelves_changed();
    create trigger brands_changed after insert or update or delete on brands for each statement execute function say_shelves_changed();
    create trigger tags_changed after insert or update or delete on tags for each statement execute function say_shelves_changed();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger tags_changed on tags;
    drop trigger brands_changed on brands;
    drop trigger categories_changed on categories;
    drop trigger products_gone on products;
    drop trigger product_faces_changed on product_faces;
    drop trigger products_changed on products;
    drop function say_shelves_changed;
    drop function say_face_changed;
    drop function say_product_changed;
  `);
}
