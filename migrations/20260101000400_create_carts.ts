import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table carts (
      id uuid primary key,
      customer_id uuid not null references accounts,
      status text not null check (status in ('active', 'checked_out')),
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version integer not null check (version > 0)
    ) with (fillfactor = 80);
    create unique index carts_one_active on carts (customer_id) where status = 'active';

    create table cart_items (
      id uuid primary key,
      cart_id uuid not null references carts on delete cascade,
      variant_id uuid not null references variants,
      quantity integer not null check (quantity between 1 and 999),
      -- What the buyer saw last: another price now is told of.
      seen_price_minor bigint not null check (seen_price_minor >= 0),
      currency char(3) not null,
      added_at timestamptz not null,
      constraint cart_items_one_per_variant unique (cart_id, variant_id)
    ) with (fillfactor = 80);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table cart_items; drop table carts;');
}
