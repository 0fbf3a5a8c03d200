import { expect } from 'chai';
import fc from 'fast-check';
import type { OrderFilter } from '../../../../src/application/order/ports/order-queries.js';
import type { OrderView } from '../../../../src/application/order/ports/order-view.js';
import { MAY_BECOME, type OrderStatus } from '../../../../src/domain/order/order-state.js';
import { Order } from '../../../../src/domain/order/order.js';
import { PAYMENT_MAY_BECOME, type PaymentStatus, type RefundStatus } from '../../../../src/domain/payment/payment-state.js';
import { Payment } from '../../../../src/domain/payment/payment.js';
import type { CustomerId, OrderId, PaymentId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { MAY_BECOME as SHIPMENT_MAY_BECOME } from '../../../../src/domain/shipping/shipment-state.js';
import { SqlOrderQueries } from '../../../../src/infrastructure/persistence/order/sql-order-queries.js';
import { SqlPaymentQueries } from '../../../../src/infrastructure/persistence/payment/sql-payment-queries.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { PoolSql } from '../../../../src/infrastructure/persistence/shared/sql.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { aPaymentThatIs, aRefund } from '../../../support/builders/a-payment.js';
import { anOrderDraft, NOON } from '../../../support/builders/an-order.js';
import { testDatabase } from '../../../support/test-database.js';

const ORDERS = 150;
const usd = (minor: number) => Money.of(minor, 'USD');

/** Any payment that the tables hold: of 30.00, of which a part was taken and a part given back. */
const payment = fc
  .record({
    status: fc.constantFrom(...(Object.keys(PAYMENT_MAY_BECOME) as PaymentStatus[])),
    isPromised: fc.boolean(),
    captured: fc.constantFrom(0, 1000, 3000),
    refunded: fc.constantFrom(0, 1000, 3000),
    refunds: fc.array(
      fc.record({
        amount: fc.constantFrom(500, 1000),
        status: fc.constantFrom<RefundStatus[]>('requested', 'pending', 'succeeded', 'failed'),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ refunds, ...rest }) => {
    const refunded = Math.min(rest.refunded, rest.captured);
    const room = rest.captured - refunded;
    const fits = refunds.filter((_refund, place) => refunds.slice(0, place + 1).reduce((sum, { amount }) => sum + amount, 0) <= room);
    return { ...rest, refunded, refunds: fits };
  });
const anything = fc.record({
  status: fc.constantFrom(...(Object.keys(MAY_BECOME) as OrderStatus[])),
  isFree: fc.boolean(),
  calledOff: fc.constantFrom(0, 1250),
  payments: fc.array(payment, { maxLength: 3 }),
  shipments: fc.array(fc.constantFrom(...Object.keys(SHIPMENT_MAY_BECOME)), { maxLength: 3 }),
});

describe('Searching orders where the rows are', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();
  const customerId = ids.next<CustomerId>();
  let views: readonly OrderView[];
  const queries = () => new SqlOrderQueries(new PoolSql(database.knex));
  const found = async (filter: OrderFilter) =>
    (await queries().search({ ...filter, customerId }, { page: 1, limit: ORDERS })).items.map((view) => view.id);
  const expected = (wanted: (view: OrderView) => boolean) => views.filter(wanted).map((view) => view.id);

  before(async function () {
    this.timeout(30_000);
    const unitOfWork = new KnexUnitOfWork(database.knex, ids);
    for (const { status, isFree, calledOff, payments, shipments } of fc.sample(anything, { numRuns: ORDERS, seed: 13 })) {
      const orderId = ids.next<ReturnType<typeof anOrderDraft>['id']>();
      const draft = anOrderDraft({ id: orderId, number: ids.next(), cartId: ids.next(), customerId });
      const price = isFree ? { lines: draft.lines.map((line) => ({ ...line, unitPrice: usd(0) })), shipping: usd(0) } : {};
      await unitOfWork.run(async (scope) => {
        const off = draft.lines.map((line) => ({ orderLineId: line.id, units: [0], amount: usd(isFree ? 0 : calledOff) }));
        const state = { ...draft, ...price, status, calledOff: calledOff > 0 ? off : [], updatedAt: NOON };
        for (const version of [0, 1]) await scope.orders.save(Order.reconstitute(state, version));
        for (const { refunds, captured, refunded, ...given } of payments) {
          const state = aPaymentThatIs(given.status, {
            ...given,
            id: ids.next(),
            orderId,
            customerId,
            captured: usd(captured),
            refunded: usd(refunded),
            refunds: refunds.map(({ amount, status: stands }) => aRefund({ id: ids.next(), amount: usd(amount), status: stands })),
          }).toState();
          for (const version of [0, 1]) await scope.payments.save(Payment.reconstitute(state, version));
        }
      });
      const rows = shipments.map((each, place) => ({
        ...{ id: ids.next(), order_id: orderId, number: place + 1, status: each },
        ...{ created_at: NOON, updated_at: NOON, version: 1 },
      }));
      if (rows.length > 0) await database.knex('shipments').insert(rows);
    }
    views = (await queries().search({ customerId }, { page: 1, limit: ORDERS })).items;
  });

  it('says of the money what the domain says', async () => {
    const words = [...new Set(views.map(({ paymentStatus }) => paymentStatus))];
    expect(words, 'every word came up').to.have.length(9);
    for (const paymentStatus of words)
      expect([paymentStatus, await found({ paymentStatus })]).to.deep.equal([
        paymentStatus,
        expected((view) => view.paymentStatus === paymentStatus),
      ]);
  });

  it('says of the parcels what the domain says', async () => {
    const words = [...new Set(views.map(({ shippingStatus }) => shippingStatus.status))];
    expect(words, 'every word came up').to.have.length(7);
    for (const shippingStatus of words)
      expect([shippingStatus, await found({ shippingStatus })]).to.deep.equal([
        shippingStatus,
        expected((view) => view.shippingStatus.status === shippingStatus),
      ]);
  });

  it('counts what it finds, and finds nothing of others', async () => {
    const { total } = await queries().search({ customerId, status: 'pending' }, { page: 1, limit: 1 });
    expect(total).to.equal(expected(({ status }) => status === 'pending').length);
    const others = await queries().search({ customerId: ids.next<CustomerId>() }, { page: 1, limit: 1 });
    expect(others).to.deep.equal({ items: [], total: 0 });
  });

  it('finds overdue orders and unanswered payments in steps, each of them once', async () => {
    const payments = new SqlPaymentQueries(new PoolSql(database.knex));
    const later = new Date(NOON.getTime() + 3_600_000);
    const steps = async <Row, Id>(step: (after?: Id) => Promise<readonly Row[]>, idOf: (row: Row) => Id): Promise<readonly Id[]> => {
      const all: Id[] = [];
      for (let rows = await step(); rows.length > 0; rows = await step(all[all.length - 1])) all.push(...rows.map(idOf));
      return all;
    };
    const overdue = await steps(
      (after?: OrderId) => queries().overdueAt(later, 7, after),
      (orderId) => orderId,
    );
    expect(overdue).to.deep.equal(expected(({ status }) => status === 'pending').sort());
    const unanswered = await steps(
      (after?: PaymentId) => payments.unansweredSince(later, 7, after),
      ({ id: paymentId }) => paymentId,
    );
    const { rows } = await database.knex.raw<{ rows: { id: string }[] }>(
      "select id from payments where status in ('pending', 'requires_action', 'processing') and not is_promised order by id",
    );
    expect(unanswered).to.deep.equal(rows.map((row) => row.id));
    expect(await payments.unansweredSince(NOON, 7), 'not those of this moment').to.deep.equal([]);
  });
});
