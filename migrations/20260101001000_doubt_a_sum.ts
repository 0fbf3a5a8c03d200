import type { Knex } from 'knex';

/**
 * A sum that a provider named and that is not ours stays on the payment until somebody has looked at it. In the ledger, a refund that
 * failed after it had succeeded counts against the one that it takes back, so that the sum of all is the balance still.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table payments
      add column doubted_minor bigint check (doubted_minor >= 0),
      add column doubted_currency char(3),
      add constraint payments_doubted check ((doubted_minor is null) = (doubted_currency is null));

    alter table payment_events
      drop column refunded_minor,
      add column refunded_minor bigint not null generated always as (
        case type when 'payment.refunded' then amount_minor when 'payment.refund_reversed' then -amount_minor else 0 end
      ) stored;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table payment_events
      drop column refunded_minor,
      add column refunded_minor bigint not null
        generated always as (case type when 'payment.refunded' then amount_minor else 0 end) stored;
    alter table payments drop constraint payments_doubted, drop column doubted_minor, drop column doubted_currency;
  `);
}
