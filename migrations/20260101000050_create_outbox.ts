import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table outbox (
      id uuid primary key,
      type text not null,
      aggregate_id text not null,
      occurred_at timestamptz not null,
      payload jsonb not null,
      published_at timestamptz
    );
    create index outbox_unpublished on outbox (id) where published_at is null;

    create table processed_events (
      handler text not null,
      event_id uuid not null,
      processed_at timestamptz not null default now(),
      primary key (handler, event_id)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table processed_events; drop table outbox;');
}
