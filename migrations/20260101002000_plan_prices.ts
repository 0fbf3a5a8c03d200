import type { Knex } from 'knex';

const faceWith = (ofVariant: string, ofProduct: string) => `
    create or replace function product_face(product uuid) returns json language sql stable as $$
      select json_build_object(
        'id', p.id, 'title', p.title, 'description', p.description, 'slug', p.slug, 'status', p.status, 'currency', p.currency,
        'options', p.options, 'version', p.version,
        'created_at', to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'updated_at', to_char(p.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),${ofProduct}
        'brand', (select json_build_object('id', b.id, 'name', b.name, 'slug', b.slug) from brands b where b.id = p.brand_id),
        'categories', (select json_agg(json_build_object('id', c.id, 'name', c.name, 'slug', c.slug) order by pc.position)
          from product_categories pc join categories c on c.id = pc.category_id where pc.product_id = p.id),
        'tags', (select json_agg(t.name order by pt.position) from product_tags pt join tags t on t.id = pt.tag_id where pt.product_id = p.id),
        'variants', (select json_agg(json_build_object('id', v.id, 'sku', v.sku, 'title', v.title, 'options', v.options,
            'price', v.price_minor, 'compare_at', v.compare_at_minor${ofVariant}) order by v.position)
          from variants v where v.product_id = p.id and not v.is_archived),
        'images', (select json_agg(json_build_object('id', i.id, 'url', i.url, 'alt', i.alt) order by i.position)
          from product_images i where i.product_id = p.id))
      from products p where p.id = product
    $$;`;

/** What it cost lately is asked for only where it may be told: beside a price that is or will be reduced. */
const FACE = faceWith(
  `, 'digital', v.digital, 'image_id', v.image_id, 'schedule', v.schedule,
            'log', (select json_agg(json_build_array((extract(epoch from lately.at) * 1000)::bigint, lately.price_minor) order by lately.at, lately.id)
              from (select h.id, h.at, h.price_minor from price_history h where h.variant_id = v.id order by h.at desc, h.id desc limit 60) lately
              where v.schedule is not null or v.compare_at_minor > v.price_minor)`,
  `
        'publish_at', to_char(p.publish_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),`,
);

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create extension if not exists btree_gist;

    alter table products
      -- When a draft becomes published by itself.
      add column publish_at timestamptz check (publish_at is null or status = 'draft'),
      -- Up to this moment every change of a price has been written down; null: since it was made.
      add column priced_at timestamptz,
      -- When time alone changes it next: a price that begins or ends, or the moment to be published.
      add column due_at timestamptz;
    -- locks(products_due): there is nothing to put into it yet
    create index products_due on products (due_at) where due_at is not null;

    alter table variants
      add column image_id uuid references product_images on delete set null,
      -- The living part of scheduled_prices, for whoever prices a cart: [{"id", "price", "from", "until"}], times in milliseconds.
      add column schedule jsonb;
    -- locks(variants_with_image): there is nothing to put into it yet
    create index variants_with_image on variants (image_id) where image_id is not null;

    create table scheduled_prices (
      id uuid primary key,
      variant_id uuid not null references variants,
      price_minor bigint not null check (price_minor between 0 and 1000000000000),
      starts_at timestamptz not null,
      ends_at timestamptz,
      created_at timestamptz not null,
      check (ends_at > starts_at),
      constraint scheduled_prices_apart exclude using gist (variant_id with =, tstzrange(starts_at, ends_at) with &&)
    );

    -- What a variant cost from a moment on. Rows are added, and never changed.
    create table price_history (
      id bigint generated always as identity primary key,
      variant_id uuid not null references variants,
      at timestamptz not null,
      price_minor bigint not null check (price_minor between 0 and 1000000000000)
    );
    create index price_history_of_variant on price_history (variant_id, at desc, id desc);
    insert into price_history (variant_id, at, price_minor)
    select v.id, p.created_at, v.price_minor from variants v join products p on p.id = v.product_id order by v.id;

    create function refuse_new_history() returns trigger language plpgsql as $$
    begin
      raise exception 'what something cost is never rewritten';
    end $$;
    create trigger price_history_stays before update or delete on price_history for each row execute function refuse_new_history();
    ${FACE}
    -- The others say nothing new before they are saved again.
    update product_faces set face = product_face(product_id)
    where product_id in (select v.product_id from variants v where v.digital or v.compare_at_minor > v.price_minor);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ${faceWith('', '')}
    drop table price_history;
    drop function refuse_new_history;
    drop table scheduled_prices;
    alter table variants drop column schedule, drop column image_id;
    alter table products drop column due_at, drop column priced_at, drop column publish_at;
    drop extension btree_gist;
  `);
}
