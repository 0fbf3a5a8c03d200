import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table provider_events (
      gateway text not null,
      event_id text not null,
      type text not null,
      payment_id uuid,
      news jsonb not null,
      occurred_at timestamptz not null,
      received_at timestamptz not null,
      applied_at timestamptz,
      alarmed_at timestamptz,
      primary key (gateway, event_id)
    );
    create index provider_events_parked on provider_events (received_at, event_id) where applied_at is null;
    create index provider_events_of_payment on provider_events (payment_id) where payment_id is not null;

    create table webhook_refusals (
      gateway text primary key,
      refused bigint not null check (refused > 0),
      last_at timestamptz not null
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table webhook_refusals; drop table provider_events;');
}
