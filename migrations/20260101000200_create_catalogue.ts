import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create extension if not exists pg_trgm;
    create extension if not exists unaccent;

    create table categories (
      id uuid primary key,
      parent_id uuid references categories,
      name text not null,
      slug text not null,
      description text,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version integer not null check (version > 0),
      constraint categories_slug unique (slug),
      constraint categories_not_own_parent check (parent_id <> id)
    );
    create unique index categories_name_among_siblings on categories (parent_id, lower(name)) nulls not distinct;

    create table brands (
      id uuid primary key,
      name text not null,
      slug text not null,
      constraint brands_slug unique (slug)
    );
    create unique index brands_name on brands (lower(name));

    create table tags (
      id uuid primary key,
      name text not null,
      slug text not null,
      constraint tags_slug unique (slug)
    );
    create unique index tags_name on tags (lower(name));

    create table products (
      id uuid primary key,
      title text not null,
      description text not null,
      slug text not null,
      status text not null check (status in ('draft', 'published', 'archived')),
      brand_id uuid references brands,
      options jsonb not null,
      currency char(3) not null,
      -- The lowest price of its variants, for sorting and filtering; written by the same save as they are.
      price_minor bigint not null check (price_minor >= 0),
      rating_sum bigint not null default 0,
      rating_count integer not null default 0,
      units_sold bigint not null default 0,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version integer not null check (version > 0)
    );
    create index products_by_price on products (price_minor, id) where status = 'published';
    create index products_published on products (id desc) where status = 'published';

    -- Every slug that ever led to a product; a new product may not take one.
    create table product_slugs (
      slug text collate "C" primary key,
      product_id uuid not null references products
    );
    create index product_slugs_of_product on product_slugs (product_id);

    create table product_categories (
      product_id uuid not null references products,
      category_id uuid not null references categories,
      position integer not null,
      primary key (product_id, category_id)
    );
    create index product_categories_of_category on product_categories (category_id);

    create table product_tags (
      product_id uuid not null references products,
      tag_id uuid not null references tags,
      position integer not null,
      primary key (product_id, tag_id)
    );
    create index product_tags_of_tag on product_tags (tag_id);

    create table variants (
      id uuid primary key,
      product_id uuid not null references products,
      position integer not null check (position >= 0),
      sku text not null,
      -- Null when the product has only this variant.
      title text,
      options jsonb not null,
      price_minor bigint not null check (price_minor between 0 and 1000000000000),
      compare_at_minor bigint check (compare_at_minor between 0 and 1000000000000),
      is_archived boolean not null default false,
      constraint variants_sku unique (sku)
    );
    create index variants_of_product on variants (product_id);

    create table product_images (
      id uuid primary key,
      product_id uuid not null references products,
      position integer not null check (position >= 0),
      -- Relative to the media address, for instance media/3f9c….webp
      url text not null,
      alt text not null
    );
    create index product_images_of_product on product_images (product_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table product_images;
    drop table variants;
    drop table product_tags;
    drop table product_categories;
    drop table product_slugs;
    drop table products;
    drop table tags;
    drop table brands;
    drop table categories;
    drop extension unaccent;
    drop extension pg_trgm;
  `);
}
