import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table payments (
      id uuid primary key,
      order_id uuid not null references orders,
      customer_id uuid,
      gateway text not null,
      method text not null,
      currency char(3) not null,
      amount_minor bigint not null check (amount_minor > 0),
      captured_minor bigint not null check (captured_minor between 0 and amount_minor),
      refunded_minor bigint not null check (refunded_minor between 0 and captured_minor),
      status text not null check (status in (
        'pending', 'requires_action', 'processing', 'authorized', 'partially_captured', 'captured', 'partially_refunded', 'refunded',
        'charged_back', 'voided', 'expired', 'failed', 'cancelled', 'needs_review'
      )),
      is_promised boolean not null,
      reference text,
      decline_code text,
      next_action jsonb,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      version integer not null check (version > 0)
    );
    create index payments_of_order on payments (order_id);
    create index payments_of_customer on payments (customer_id, id desc);
    create index payments_unanswered on payments (updated_at) where status in ('pending', 'requires_action', 'processing') and not is_promised;

    create table refunds (
      id uuid primary key,
      payment_id uuid not null references payments,
      amount_minor bigint not null check (amount_minor > 0),
      status text not null check (status in ('requested', 'pending', 'succeeded', 'failed')),
      reason text not null,
      reference text,
      requested_at timestamptz not null
    );
    create index refunds_of_payment on refunds (payment_id);

    create table payment_events (
      id bigint generated always as identity primary key,
      payment_id uuid not null references payments,
      type text not null,
      from_status text,
      to_status text not null,
      amount_minor bigint not null,
      at timestamptz not null
    );
    create index payment_events_of_payment on payment_events (payment_id);

    create function payment_events_are_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'what happened to a payment is never rewritten';
      end
    $$;
    create trigger payment_events_append_only before update or delete on payment_events
      for each row execute function payment_events_are_append_only();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table payment_events;
    drop function payment_events_are_append_only;
    drop table refunds;
    drop table payments;
  `);
}
