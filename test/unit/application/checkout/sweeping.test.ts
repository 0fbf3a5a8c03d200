import { expect } from 'chai';
import { ExpireUnpaidOrders } from '../../../../src/application/checkout/expire-unpaid-orders.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { ResumeUnfinishedCheckouts } from '../../../../src/application/checkout/resume-unfinished-checkouts.js';
import type { OrderQueries } from '../../../../src/application/order/ports/order-queries.js';
import type { PaymentQueries } from '../../../../src/application/payment/ports/payment-queries.js';
import { id, type OrderId, type PaymentId } from '../../../../src/domain/shared/ids.js';
import { CheckoutWorld } from '../../../support/checkout-world.js';

const STUCK = 250;
const UNHEARD = { gateway: 'fake', reference: null, amount: Money.of(3000, 'USD'), openedAt: new Date('2026-01-31T12:00:00.000Z') };
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Each step gives those behind `after`, as many as are asked for. */
const behind = <Row>(rows: readonly Row[], idOf: (row: Row) => string) => {
  return async (_at: Date, limit: number, after?: string): Promise<readonly Row[]> =>
    rows.slice(after === undefined ? 0 : rows.findIndex((row) => idOf(row) === after) + 1).slice(0, limit);
};

describe('Sweeping up', () => {
  it('asks about every unanswered payment, also behind hundreds that stay unanswered', async () => {
    const world = await new CheckoutWorld().readyToBuy();
    const { answer } = await world.checkOut({ token: 'tok_timeout_after' });
    world.later(21_000);
    const stuck = Array.from({ length: STUCK }, (_, place) => ({
      orderId: id<OrderId>(`gone-${place}`),
      id: id<PaymentId>(`stuck-${place}`),
      ...UNHEARD,
    }));
    const last = { orderId: id<OrderId>(answer.order.id), id: answer.paymentId!, ...UNHEARD };
    const unansweredSince = behind([...stuck, last], (payment) => payment.id);
    const queries = { unansweredSince } as unknown as PaymentQueries;
    const sweeper = new ResumeUnfinishedCheckouts(queries, world.gateways, world.settlePayment, world.clock, SILENT);

    expect(await sweeper.execute()).to.equal(STUCK + 1);
    expect(world.order(answer.order.id).status).to.equal('confirmed');
  });

  it('ends every overdue order, also behind hundreds that cannot be ended (STK-05)', async () => {
    const world = await new CheckoutWorld().readyToBuy();
    const { answer } = await world.checkOut({ token: 'tok_pending' });
    world.later(16 * 60_000);
    const stuck = Array.from({ length: STUCK }, (_, place) => id<OrderId>(`stuck-${place}`));
    const overdueAt = behind([...stuck, id<OrderId>(answer.order.id)], (orderId) => orderId);
    const queries = { overdueAt } as unknown as OrderQueries;
    const sweeper = new ExpireUnpaidOrders(world.store, queries, world.gateways, world.settlePayment, world.clock, SILENT);

    expect(await sweeper.execute()).to.equal(1);
    expect(world.order(answer.order.id).status).to.equal('expired');
    expect(world.reserved()).to.equal(0);
  });
});
