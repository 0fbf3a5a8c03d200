import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table shipments (
      id uuid primary key,
      order_id uuid not null,
      number integer not null check (number > 0),
      status text not null check (status in ('pending', 'processing', 'shipped', 'delivered', 'cancelled', 'returned')),
      carrier text,
      tracking_number text,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version integer not null check (version > 0),
      constraint shipments_number_in_order unique (order_id, number)
    );

    create table shipment_lines (
      shipment_id uuid not null references shipments on delete cascade,
      order_line_id uuid not null,
      quantity integer not null check (quantity > 0),
      primary key (shipment_id, order_line_id)
    );

    create table shipment_history (
      shipment_id uuid not null references shipments on delete cascade,
      position integer not null check (position >= 0),
      at timestamptz not null,
      from_status text,
      to_status text not null,
      actor_id uuid,
      carrier text,
      tracking_number text,
      primary key (shipment_id, position)
    );
    create function shipment_history_is_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'what happened to a shipment is never rewritten';
      end
    $$;
    create trigger shipment_history_append_only before update on shipment_history
      for each row execute function shipment_history_is_append_only();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table shipment_history;
    drop function shipment_history_is_append_only;
    drop table shipment_lines;
    drop table shipments;
  `);
}
