import type { Knex } from 'knex';

/**
 * What `products.units_sold` is made of: it is their sum, and days that are long past are taken out of it again. What was sold until
 * today has no day any more: it counts as sold today, and is gone in a month like the rest.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table product_sales_days (
      product_id uuid not null references products on delete cascade,
      day date not null,
      units bigint not null,
      primary key (product_id, day)
    );
    create index product_sales_days_by_day on product_sales_days (day);
    comment on column products.units_sold is 'Of the last thirty days: what popularity is told by';
    insert into product_sales_days (product_id, day, units)
      select id, (now() at time zone 'UTC')::date, units_sold from products where units_sold > 0;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table product_sales_days; comment on column products.units_sold is null');
}
