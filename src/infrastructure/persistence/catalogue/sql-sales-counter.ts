import type { Sale, SalesCounter } from '../../../application/catalogue/ports/sales-counter.js';
import type { Sql } from '../shared/sql.js';

/** The marks that the events were counted, and the counting, in one statement; the rows are taken in id order. */
const COUNT_SALES = {
  name: 'products.count_sales_by_day',
  text: `with news as (
      insert into processed_events (handler, event_id) select 'count-sale', event_id from unnest($2::uuid[]) as event_id
      on conflict do nothing returning event_id
    ), sold as (
      select line.product_id, (sale.sold_at at time zone 'UTC')::date as day, sum(line.quantity) as quantity
      from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as sale (order_id, event_id, sold_at)
        join news using (event_id) join order_lines line using (order_id)
      group by 1, 2
    ), held as materialized (
      select p.id from products p where p.id in (select product_id from sold) order by p.id for no key update
    ), counted as (
      insert into product_sales_days as known (product_id, day, units)
      select sold.product_id, sold.day, sold.quantity from sold join held on held.id = sold.product_id order by 1, 2
      on conflict (product_id, day) do update set units = known.units + excluded.units
    )
    update products p set units_sold = p.units_sold + sold.quantity
    from (select product_id, sum(quantity) as quantity from sold group by product_id) sold join held on held.id = sold.product_id
    where p.id = sold.product_id`,
};
/** Days that somebody else takes out at the same moment are left to them. */
const FORGET = {
  name: 'products.forget_sales',
  text: `with old as materialized (
      select day.product_id, day.day from product_sales_days day where day.day < ($1::timestamptz at time zone 'UTC')::date limit 500
    ), held as materialized (
      select p.id from products p where p.id in (select product_id from old) order by p.id for no key update
    ), gone as (
      delete from product_sales_days day using old, held
      where held.id = old.product_id and day.product_id = old.product_id and day.day = old.day returning day.product_id, day.units
    ), less as (
      select product_id, sum(units) as units from gone group by product_id
    ), lessened as (
      update products p set units_sold = greatest(p.units_sold - less.units, 0) from less where p.id = less.product_id
    )
    select count(*)::int as days from gone`,
};

export class SqlSalesCounter implements SalesCounter {
  constructor(private readonly sql: Sql) {}

  async countSales(sales: readonly Sale[]): Promise<void> {
    await this.sql.query(COUNT_SALES, [
      sales.map(({ orderId }) => orderId),
      sales.map(({ eventId }) => eventId),
      sales.map(({ soldAt }) => soldAt),
    ]);
  }

  async forgetBefore(since: Date): Promise<number> {
    const [gone] = await this.sql.query<{ days: number }>(FORGET, [since]);
    return gone?.days ?? 0;
  }
}
