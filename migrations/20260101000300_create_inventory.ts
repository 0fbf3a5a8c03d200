import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table stock (
      variant_id uuid primary key references variants,
      on_hand integer not null check (on_hand >= 0),
      reserved integer not null check (reserved >= 0),
      constraint stock_reserved_is_on_hand check (reserved <= on_hand)
    ) with (fillfactor = 70);

    -- What is set aside for whom. Gone when it is given back or has left the house.
    create table reservations (
      order_id uuid not null,
      variant_id uuid not null references stock,
      quantity integer not null check (quantity > 0),
      until timestamptz not null,
      primary key (order_id, variant_id)
    );

    -- Why there is more or less on hand; the sum of a variant's movements is what is on hand.
    create table stock_movements (
      id bigint generated always as identity primary key,
      variant_id uuid not null references stock,
      delta integer not null check (delta <> 0),
      reason text not null check (reason in ('received', 'correction', 'shipped', 'returned')),
      order_id uuid,
      at timestamptz not null
    );
    create index stock_movements_of_variant on stock_movements (variant_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table stock_movements; drop table reservations; drop table stock;');
}
