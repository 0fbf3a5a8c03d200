import type { Sale, SalesCounter } from '../../../application/catalogue/ports/sales-counter.js';
import type { Sql } from '../shared/sql.js';

/** The marks that the events were counted, and the counting, in one statement; the rows are taken in id order. */
const COUNT_SALES = {
  name: 'products.count_sales',
  text: `with news as (
      insert into processed_events (handler, event_id) select 'count-sale', event_id from unnest($2::uuid[]) as event_id
      on conflict do nothing returning event_id
    ), sold as (
      select line.product_id, sum(line.quantity) as quantity
      from unnest($1::uuid[], $2::uuid[]) as sale (order_id, event_id) join news using (event_id) join order_lines line using (order_id)
      group by line.product_id
    ), held as materialized (
      select p.id from products p where p.id in (select product_id from sold) order by p.id for no key update
    )
    update products p set units_sold = p.units_sold + sold.quantity from sold join held on held.id = sold.product_id where p.id = sold.product_id`,
};

export class SqlSalesCounter implements SalesCounter {
  constructor(private readonly sql: Sql) {}

  async countSales(sales: readonly Sale[]): Promise<void> {
    await this.sql.query(COUNT_SALES, [sales.map(({ orderId }) => orderId), sales.map(({ eventId }) => eventId)]);
  }
}
