import type { Knex } from 'knex';

/** Older entries do not say who brought them. What each moved follows from what it is, so that the sum of all is the balance. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table payment_events
      add column source text check (source in ('shop', 'answer', 'asked', 'webhook', 'manual')),
      add column reference text,
      add column captured_minor bigint not null
        generated always as (case type when 'payment.captured' then amount_minor else 0 end) stored,
      add column refunded_minor bigint not null
        generated always as (case type when 'payment.refunded' then amount_minor else 0 end) stored;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table payment_events drop column refunded_minor, drop column captured_minor, drop column reference, drop column source;
  `);
}
