import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- No stop words: shops sell things that are called "The One".
    create text search dictionary shop_stem (template = snowball, language = english);
    create text search configuration shop (copy = simple);
    alter text search configuration shop alter mapping
      for asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart with unaccent, shop_stem;

    -- Lower case, without accents, words apart: what is stored and what is asked for meet in this form.
    create function search_text(given text) returns text language sql immutable parallel safe
      return btrim(regexp_replace(lower(unaccent('unaccent'::regdictionary, given)), '[^[:alnum:]]+', ' ', 'g'));

    -- What is read of a product over and over, made once for each change: what is shown of it (ratings and stock are counted when it is
    -- shown), and what it is found by: title (A), brand (B), categories with those above them, tags and options (C), description (D).
    create table product_faces (
      product_id uuid primary key references products on delete cascade,
      face json not null,
      document tsvector not null
    );
    create index product_faces_document on product_faces using gin (document) with (fastupdate = off);

    create function product_face(product uuid) returns json language sql stable as $$
      select json_build_object(
        'id', p.id, 'title', p.title, 'description', p.description, 'slug', p.slug, 'status', p.status, 'currency', p.currency,
        'options', p.options, 'version', p.version,
        'created_at', to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'updated_at', to_char(p.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'brand', (select json_build_object('id', b.id, 'name', b.name, 'slug', b.slug) from brands b where b.id = p.brand_id),
        'categories', (select json_agg(json_build_object('id', c.id, 'name', c.name, 'slug', c.slug) order by pc.position)
          from product_categories pc join categories c on c.id = pc.category_id where pc.product_id = p.id),
        'tags', (select json_agg(t.name order by pt.position) from product_tags pt join tags t on t.id = pt.tag_id where pt.product_id = p.id),
        'variants', (select json_agg(json_build_object('id', v.id, 'sku', v.sku, 'title', v.title, 'options', v.options,
            'price', v.price_minor, 'compare_at', v.compare_at_minor) order by v.position)
          from variants v where v.product_id = p.id and not v.is_archived),
        'images', (select json_agg(json_build_object('id', i.id, 'url', i.url, 'alt', i.alt) order by i.position)
          from product_images i where i.product_id = p.id))
      from products p where p.id = product
    $$;

    -- Every word that was ever searchable: where a mistyped one is corrected from.
    create table search_words (
      word text primary key
    );
    create index search_words_by_likeness on search_words using gist (word gist_trgm_ops);

    create function refresh_product_faces(ids uuid[]) returns void language sql as $$
      -- Whoever renames one of these waits for us and then sees our products, or we wait and then see the new name.
      select from brands where id in (select brand_id from products where id = any (ids)) order by id for share;
      select from tags where id in (select tag_id from product_tags where product_id = any (ids)) order by id for share;
      select from categories where id in (
        with recursive above as (
          select pc.category_id as id from product_categories pc where pc.product_id = any (ids)
          union select c.parent_id from categories c join above on above.id = c.id
        )
        select id from above
      ) order by id for share;
      with recursive places as (
        select pc.product_id, c.id, c.parent_id, c.name
        from product_categories pc join categories c on c.id = pc.category_id where pc.product_id = any (ids)
        union
        select place.product_id, above.id, above.parent_id, above.name from places place join categories above on above.id = place.parent_id
      ), texts as (
        select p.id, search_text(p.title) as title, search_text(p.description) as description,
          search_text(coalesce((select b.name from brands b where b.id = p.brand_id), '')) as brand,
          search_text(concat_ws(' ',
            (select string_agg(place.name, ' ') from places place where place.product_id = p.id),
            (select string_agg(t.name, ' ') from product_tags pt join tags t on t.id = pt.tag_id where pt.product_id = p.id),
            (select string_agg(chosen.value, ' ') from variants v, jsonb_each_text(v.options) chosen where v.product_id = p.id))) as places
        from products p where p.id = any (ids)
      ), words as (
        insert into search_words
        select distinct word from texts, regexp_split_to_table(concat_ws(' ', title, brand, places, description), ' ') word
        where length(word) between 3 and 40 order by word
        on conflict do nothing
      )
      insert into product_faces (product_id, face, document)
      select id, product_face(id), setweight(to_tsvector('shop', title), 'A') || setweight(to_tsvector('shop', brand), 'B')
        || setweight(to_tsvector('shop', places), 'C') || setweight(to_tsvector('shop', description), 'D')
      from texts order by id
      on conflict (product_id) do update set face = excluded.face, document = excluded.document
    $$;

    -- A product's own save refreshes its face; these are the changes that a product does not hear of.
    create function refresh_faces_of_brand() returns trigger language plpgsql as $$
    begin
      perform refresh_product_faces(array(select id from products where brand_id = new.id));
      return null;
    end $$;
    create function refresh_faces_of_tag() returns trigger language plpgsql as $$
    begin
      perform refresh_product_faces(array(select product_id from product_tags where tag_id = new.id));
      return null;
    end $$;
    create function refresh_faces_of_category() returns trigger language plpgsql as $$
    begin
      perform refresh_product_faces(array(
        with recursive below as (
          select new.id
          union select c.id from categories c join below on c.parent_id = below.id
        )
        select distinct pc.product_id from product_categories pc join below on below.id = pc.category_id
      ));
      return null;
    end $$;
    create trigger brands_faces after update of name, slug on brands for each row
      when (old.* is distinct from new.*) execute function refresh_faces_of_brand();
    create trigger tags_faces after update of name on tags for each row
      when (old.name is distinct from new.name) execute function refresh_faces_of_tag();
    create trigger categories_faces after update of name, slug, parent_id on categories for each row
      when ((old.name, old.slug, old.parent_id) is distinct from (new.name, new.slug, new.parent_id)) execute function refresh_faces_of_category();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger categories_faces on categories;
    drop trigger tags_faces on tags;
    drop trigger brands_faces on brands;
    drop function refresh_faces_of_category;
    drop function refresh_faces_of_tag;
    drop function refresh_faces_of_brand;
    drop function refresh_product_faces;
    drop table search_words;
    drop function product_face;
    drop table product_faces;
    drop function search_text;
    drop text search configuration shop;
    drop text search dictionary shop_stem;
  `);
}
