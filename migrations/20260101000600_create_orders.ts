import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table orders (
      id uuid primary key,
      number text not null,
      customer_id uuid,
      email text not null,
      cart_id uuid not null,
      status text not null check (status in ('pending', 'confirmed', 'completed', 'cancelled', 'expired')),
      currency char(3) not null,
      subtotal_minor bigint not null check (subtotal_minor >= 0),
      discount_minor bigint not null check (discount_minor between 0 and subtotal_minor),
      shipping_minor bigint not null check (shipping_minor >= 0),
      tax_minor bigint not null check (tax_minor >= 0),
      tax_added_minor bigint not null check (tax_added_minor = case when prices_include_tax then 0 else tax_minor end),
      total_minor bigint not null,
      prices_include_tax boolean not null,
      shipping_address_id uuid,
      shipping_address jsonb not null,
      billing_address jsonb not null,
      shipping_method_code text not null,
      shipping_method_name text not null,
      pay_by timestamptz not null,
      placed_at timestamptz not null,
      updated_at timestamptz not null,
      version integer not null check (version > 0),
      constraint orders_number unique (number),
      constraint orders_one_per_cart unique (cart_id),
      constraint orders_add_up check (total_minor >= 0 and subtotal_minor - discount_minor + shipping_minor + tax_added_minor = total_minor)
    );
    create index orders_of_customer on orders (customer_id, id desc);
    create index orders_to_be_paid on orders (pay_by) where status = 'pending';

    create table order_lines (
      order_id uuid not null references orders,
      position integer not null check (position >= 0),
      id uuid not null,
      product_id uuid not null,
      variant_id uuid not null,
      title text not null,
      description text not null,
      slug text not null,
      image_url text not null,
      variant_title text,
      sku text not null,
      quantity integer not null check (quantity > 0),
      unit_price_minor bigint not null check (unit_price_minor >= 0),
      discount_minor bigint not null check (discount_minor between 0 and unit_price_minor * quantity),
      tax_minor bigint not null check (tax_minor >= 0),
      primary key (order_id, position)
    );

    create table order_history (
      id bigint generated always as identity primary key,
      order_id uuid not null references orders,
      at timestamptz not null,
      from_status text,
      to_status text not null,
      actor_kind text not null check (actor_kind in ('customer', 'admin', 'system')),
      actor_id uuid,
      reason text
    );
    create index order_history_of_order on order_history (order_id);

    create function order_history_is_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'what happened to an order is never rewritten';
      end
    $$;
    create trigger order_history_append_only before update or delete on order_history
      for each row execute function order_history_is_append_only();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table order_history;
    drop function order_history_is_append_only;
    drop table order_lines;
    drop table orders;
  `);
}
