import type { Knex } from 'knex';

/** The books of the fake provider: another company's tables, so to speak. Nothing of the shop refers to them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table fake_gateway_charges (
      payment_id uuid primary key,
      reference text not null,
      token text not null,
      currency char(3) not null,
      amount_minor bigint not null check (amount_minor > 0),
      captured_minor bigint not null default 0 check (captured_minor between 0 and amount_minor),
      status text not null check (status in ('captured', 'authorized', 'declined', 'processing', 'requires_action', 'voided')),
      decline_code text,
      created_at timestamptz not null default now()
    );

    create table fake_gateway_refunds (
      refund_id uuid primary key,
      payment_id uuid not null references fake_gateway_charges,
      amount_minor bigint not null check (amount_minor > 0),
      created_at timestamptz not null default now()
    );
    create index fake_gateway_refunds_of_charge on fake_gateway_refunds (payment_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table fake_gateway_refunds; drop table fake_gateway_charges;');
}
