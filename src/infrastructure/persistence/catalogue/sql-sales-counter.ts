import type { SalesCounter } from '../../../application/catalogue/ports/sales-counter.js';
import type { OrderId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';

/** The mark that the event was counted, and the counting, in one statement; the rows are taken in id order. */
const COUNT_SALE = {
  name: 'products.count_sale',
  text: `with news as (
      insert into processed_events (handler, event_id) values ('count-sale', $2) on conflict do nothing returning event_id
    ), sold as (
      select line.product_id, sum(line.quantity) as quantity from order_lines line, news where line.order_id = $1 group by line.product_id
    ), held as materialized (
      select p.id from products p where p.id in (select product_id from sold) order by p.id for no key update
    )
    update products p set units_sold = p.units_sold + sold.quantity from sold join held on held.id = sold.product_id where p.id = sold.product_id`,
};

export class SqlSalesCounter implements SalesCounter {
  constructor(private readonly sql: Sql) {}

  async countSale(orderId: OrderId, eventId: string): Promise<void> {
    await this.sql.query(COUNT_SALE, [orderId, eventId]);
  }
}
