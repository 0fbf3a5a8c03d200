import type { Knex } from 'knex';

/*
 * More may be promised than is there, as far as a variant allows it, and what nobody counts is promised to anybody. `version` moves with
 * what is on hand and with these terms, not with what buyers reserve, so that a sale does not refuse whoever counts.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- locks(stock_reserved_can_be_had): one pass over a table of a row for each variant, a second at a million, and it may not be unguarded meanwhile
    alter table stock
      add column is_tracked boolean not null default true,
      add column backorder_limit integer not null default 0 check (backorder_limit >= 0),
      add column low_stock_at integer check (low_stock_at >= 0),
      add column version integer not null default 1,
      drop constraint stock_reserved_is_on_hand,
      add constraint stock_reserved_can_be_had check (reserved <= on_hand + backorder_limit);
    -- locks(stock_low): there is nothing to put into it yet
    create index stock_low on stock (variant_id) where low_stock_at is not null;

    -- The order in which they were promised: when there is less than that, those who came last wait.
    alter table reservations
      add column place bigint generated always as identity,
      add column is_backordered boolean not null default false;
    -- locks(reservations_backordered): there is nothing to put into it yet
    create index reservations_backordered on reservations (variant_id, place) where is_backordered;

    -- How many pieces of the line were not there when it was ordered.
    alter table order_lines add column backordered integer not null default 0 check (backordered between 0 and quantity);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table order_lines drop column backordered;
    alter table reservations drop column is_backordered, drop column place;
    alter table stock
      drop constraint stock_reserved_can_be_had,
      drop column version, drop column low_stock_at, drop column backorder_limit, drop column is_tracked,
      add constraint stock_reserved_is_on_hand check (reserved <= on_hand);
  `);
}
