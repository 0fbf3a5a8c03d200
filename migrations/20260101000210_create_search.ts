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

    -- Title (A), brand (B), categories with those above them, tags and options (C), description (D).
    create table product_search (
      product_id uuid primary key references products on delete cascade,
      document tsvector not null
    );
    create index product_search_document on product_search using gin (document) with (fastupdate = off);

    -- Every word that was ever searchable: where a mistyped one is corrected from.
    create table search_words (
      word text primary key
    );
    create index search_words_by_likeness on search_words using gist (word gist_trgm_ops);

    create function refresh_product_search(ids uuid[]) returns void language sql as $$
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
      insert into product_search (product_id, document)
      select id, setweight(to_tsvector('shop', title), 'A') || setweight(to_tsvector('shop', brand), 'B')
        || setweight(to_tsvector('shop', places), 'C') || setweight(to_tsvector('shop', description), 'D')
      from texts order by id
      on conflict (product_id) do update set document = excluded.document
    $$;

    -- A product's own save refreshes it; these are the changes that a product does not hear of.
    create function refresh_search_of_brand() returns trigger language plpgsql as $$
    begin
      perform refresh_product_search(array(select id from products where brand_id = new.id));
      return null;
    end $$;
    create function refresh_search_of_tag() returns trigger language plpgsql as $$
    begin
      perform refresh_product_search(array(select product_id from product_tags where tag_id = new.id));
      return null;
    end $$;
    create function refresh_search_of_category() returns trigger language plpgsql as $$
    begin
      perform refresh_product_search(array(
        with recursive below as (
          select new.id
          union select c.id from categories c join below on c.parent_id = below.id
        )
        select distinct pc.product_id from product_categories pc join below on below.id = pc.category_id
      ));
      return null;
    end $$;
    create trigger brands_search after update of name on brands for each row
      when (old.name is distinct from new.name) execute function refresh_search_of_brand();
    create trigger tags_search after update of name on tags for each row
      when (old.name is distinct from new.name) execute function refresh_search_of_tag();
    create trigger categories_search after update of name, parent_id on categories for each row
      when (old.name is distinct from new.name or old.parent_id is distinct from new.parent_id) execute function refresh_search_of_category();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger categories_search on categories;
    drop trigger tags_search on tags;
    drop trigger brands_search on brands;
    drop function refresh_search_of_category;
    drop function refresh_search_of_tag;
    drop function refresh_search_of_brand;
    drop function refresh_product_search;
    drop table search_words;
    drop table product_search;
    drop function search_text;
    drop text search configuration shop;
    drop text search dictionary shop_stem;
  `);
}
