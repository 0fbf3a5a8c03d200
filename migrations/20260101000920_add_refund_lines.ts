import type { Knex } from 'knex';

/**
 * What a refund is for, and the key of its latest try at the provider; which pieces of an order were called off; a capture that is
 * under way. What is called off stands on the order itself, so that whoever has locked the order sees it as it is.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table orders add column called_off jsonb not null default '[]';

    alter table payments
      add column capturing_minor bigint check (capturing_minor > 0),
      add column capturing_since timestamptz,
      add constraint payments_capturing check ((capturing_minor is null) = (capturing_since is null));
    create index payments_to_review on payments (id desc) where status = 'needs_review';

    alter table refunds
      add column key uuid,
      add column lines jsonb not null default '[]',
      add column shipping_minor bigint not null default 0 check (shipping_minor between 0 and amount_minor);
    update refunds set key = id;
    alter table refunds alter column key set not null;
    create index refunds_by_status on refunds (status, id desc);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index refunds_by_status;
    alter table refunds drop column key, drop column lines, drop column shipping_minor;
    drop index payments_to_review;
    alter table payments drop constraint payments_capturing, drop column capturing_minor, drop column capturing_since;
    alter table orders drop column called_off;
  `);
}
