import type { Knex } from 'knex';

/*
 * Whoever wants to know that something runs low, or is there again, is told once for each crossing, whoever sold, gave back or counted:
 * in the same transaction, and without a statement more. A variant whose stock is opened (version 0) is not back, it is new.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function say_stock_crossed() returns trigger language plpgsql as $$
    declare
      available integer := new.on_hand - new.reserved;
      at timestamptz := clock_timestamp();
    begin
      insert into outbox (id, type, aggregate_id, occurred_at, payload)
      -- A UUID of version 7, as the application makes them.
      select (lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
          || '8' || substr(md5(random()::text), 1, 15))::uuid,
        crossed.type, new.variant_id::text, at,
        jsonb_build_object('variantId', new.variant_id, 'available', greatest(available, 0), 'lowStockAt', new.low_stock_at)
      from (values
        ('inventory.low', old.on_hand - old.reserved > new.low_stock_at and available <= new.low_stock_at),
        ('inventory.back_in_stock', old.on_hand - old.reserved <= 0 and available > 0)) as crossed (type, is_so)
      where crossed.is_so;
      return null;
    end $$;
    create trigger stock_crossed after update on stock for each row
      when (new.is_tracked and old.version > 0 and (
        (old.on_hand - old.reserved > new.low_stock_at and new.on_hand - new.reserved <= new.low_stock_at)
        or (old.on_hand - old.reserved <= 0 and new.on_hand - new.reserved > 0)))
      execute function say_stock_crossed();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger stock_crossed on stock;
    drop function say_stock_crossed;
  `);
}
