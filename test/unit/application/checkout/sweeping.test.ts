import { expect } from 'chai';
import { ExpireUnpaidOrders } from '../../../../src/application/checkout/expire-unpaid-orders.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { ResumeUnfinishedCheckouts } from '../../../../src/application/checkout/resume-unfinished-checkouts.js';
import type { SettlePayment } from '../../../../src/application/checkout/settle-payment.js';
import type { OrderQueries } from '../../../../src/application/order/ports/order-queries.js';
import type { PaymentGateways } from '../../../../src/application/payment/ports/payment-gateway.js';
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
    const sweeper = new ResumeUnfinishedCheckouts(queries, world.gateways, world.settlePayment, world.clock, SILENT, 8);

    expect(await sweeper.execute()).to.equal(STUCK + 1);
    expect(world.order(answer.order.id).status).to.equal('confirmed');
  });

  it('asks each gateway so many questions at a time, and settles few side by side', async () => {
    const asking = { slow: 0, quick: 0 };
    const most = { slow: 0, quick: 0, settling: 0 };
    const settled: string[] = [];
    let [settling, answerSlowOnes] = [0, () => undefined as void];
    const slowAnswer = new Promise<void>((resolve) => (answerSlowOnes = resolve));
    const gateway = (name: 'slow' | 'quick') => ({
      lookUp: async () => {
        most[name] = Math.max(most[name], (asking[name] += 1));
        await (name === 'slow' ? slowAnswer : Promise.resolve());
        asking[name] -= 1;
        return { outcome: 'captured' };
      },
    });
    const gateways = { find: (name: string) => gateway(name as 'slow') } as unknown as PaymentGateways;
    const settlePayment = {
      execute: async ({ paymentId }: { paymentId: string }) => {
        most.settling = Math.max(most.settling, (settling += 1));
        await new Promise((resolve) => setImmediate(resolve));
        settling -= 1;
        settled.push(paymentId);
        if (settled.length === 20) answerSlowOnes(); // all the quick ones
      },
    } as unknown as SettlePayment;
    const stuck = Array.from({ length: 40 }, (_, place) => ({
      ...UNHEARD,
      orderId: id<OrderId>(`order-${place}`),
      id: id<PaymentId>(`payment-${place}`),
      gateway: place < 20 ? 'slow' : 'quick',
    }));
    const queries = { unansweredSince: behind(stuck, (payment) => payment.id) } as unknown as PaymentQueries;
    const clock = { now: () => UNHEARD.openedAt };

    expect(await new ResumeUnfinishedCheckouts(queries, gateways, settlePayment, clock, SILENT, 6).execute()).to.equal(40);
    expect(settled).to.have.length(40);
    expect(most).to.deep.equal({ slow: 6, quick: 6, settling: 4 });
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
