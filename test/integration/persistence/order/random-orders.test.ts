import { expect } from 'chai';
import fc from 'fast-check';
import { totalsOf, type OrderLine } from '../../../../src/domain/order/order-state.js';
import { id, type CustomerId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { SqlOrderQueries } from '../../../../src/infrastructure/persistence/order/sql-order-queries.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { anOrder, anOrderLine } from '../../../support/builders/an-order.js';
import { testDatabase } from '../../../support/test-database.js';

const line = fc.record({
  unitPrice: fc.integer({ min: 0, max: 10_000_000 }),
  quantity: fc.integer({ min: 1, max: 999 }),
  /** Of the line's price, in thousandths. */
  off: fc.integer({ min: 0, max: 1000 }),
  tax: fc.integer({ min: 0, max: 5_000_000 }),
});
const draft = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 12 }),
  shipping: fc.integer({ min: 0, max: 1_000_000 }),
  shippingTax: fc.integer({ min: 0, max: 100_000 }),
  pricesIncludeTax: fc.boolean(),
  currency: fc.constantFrom('USD', 'JPY', 'KWD'),
});

describe('Orders of any kind in PostgreSQL', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();

  it('are read as they were stored, in whole minor units that add up (MON-11)', async () => {
    const unitOfWork = new KnexUnitOfWork(database.knex, ids);
    const queries = new SqlOrderQueries(new PoolSql(database.knex));
    await fc.assert(
      fc.asyncProperty(draft, async ({ lines, shipping, shippingTax, pricesIncludeTax, currency }) => {
        const money = (minor: number) => Money.of(minor, currency);
        const ordered: OrderLine[] = lines.map(({ unitPrice, quantity, off, tax }) =>
          anOrderLine({
            id: ids.next(),
            unitPrice: money(unitPrice),
            quantity,
            discount: money(Math.floor((unitPrice * quantity * off) / 1000)),
            tax: money(tax),
          }),
        );
        const sum = (amounts: readonly Money[]) => amounts.reduce((all, amount) => all.plus(amount), money(0));
        const order = anOrder({
          id: ids.next(),
          number: ids.next(),
          cartId: ids.next(),
          customerId: id<CustomerId>(ids.next()),
          lines: ordered,
          discount: sum(ordered.map(({ discount }) => discount)),
          shipping: money(shipping),
          tax: sum(ordered.map(({ tax }) => tax)).plus(money(shippingTax)),
          pricesIncludeTax,
        });
        await unitOfWork.run(({ orders }) => orders.save(order));

        const stored = await unitOfWork.run(({ orders }) => orders.find(order.id));
        expect(stored?.toState()).to.deep.equal(order.toState());
        const view = await queries.detailsOf(order.id, null);
        const { subtotal, total, taxAdded } = totalsOf(order.toState());
        expect(view).to.include({ subtotalMinor: subtotal.minor, totalMinor: total.minor, currency });
        const [row] = await database.knex('orders').where({ id: order.id });
        expect(row.subtotal_minor - row.discount_minor + row.shipping_minor + taxAdded.minor).to.equal(row.total_minor);
        const { rows } = await database.knex.raw<{ rows: [{ sum: string }] }>(
          'select sum(unit_price_minor * quantity)::text as sum from order_lines where order_id = ?',
          [order.id],
        );
        expect(Number(rows[0].sum)).to.equal(row.subtotal_minor);
      }),
      { numRuns: 60 },
    );
  });
});
