import type { Knex } from 'knex';

/** The fake provider's way back from its bank page, and what it tells by itself. Its own tables still. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table fake_gateway_charges add column return_url text, add column refunded_minor bigint not null default 0;
    update fake_gateway_charges charge set refunded_minor = refund.given
      from (select payment_id, sum(amount_minor)::bigint as given from fake_gateway_refunds group by payment_id) refund
      where refund.payment_id = charge.payment_id;
    alter table fake_gateway_charges add check (refunded_minor between 0 and captured_minor);

    create table fake_gateway_notices (
      id bigint generated always as identity primary key,
      event_id text not null,
      payment_id uuid not null references fake_gateway_charges,
      type text not null,
      settles text check (settles in ('captured', 'declined')),
      due_at timestamptz not null,
      attempts integer not null default 0,
      sent_at timestamptz
    );
    create index fake_gateway_notices_due on fake_gateway_notices (due_at, id) where sent_at is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table fake_gateway_notices; alter table fake_gateway_charges drop column refunded_minor, drop column return_url;');
}
