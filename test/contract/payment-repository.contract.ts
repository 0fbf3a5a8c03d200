import { expect } from 'chai';
import type { OrderRepository } from '../../src/application/order/ports/order-repository.js';
import type { PaymentRepository } from '../../src/application/payment/ports/payment-repository.js';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { id, type OrderId, type PaymentId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';
import { aPayment } from '../support/builders/a-payment.js';
import { anOrder, NOON } from '../support/builders/an-order.js';
import { rejection } from '../support/rejection.js';

let made = 0;
const next = () => String((made += 1)).padStart(12, '0');

type Store = UnitOfWork<{ orders: OrderRepository; payments: PaymentRepository }>;

/** What every PaymentRepository promises. */
export function paymentRepositoryContract(create: () => Store): void {
  describe('as a PaymentRepository', () => {
    /** A payment of an order of its own, stored. */
    const opened = async (store: Store, orderId?: OrderId) => {
      const tail = next();
      const order = anOrder({
        id: id(`01900000-0000-7000-8100-${tail}`),
        number: `PP-${tail}`,
        cartId: id(`01900000-0000-7000-9100-${tail}`),
      });
      const payment = aPayment({ id: id<PaymentId>(`01900000-0000-7000-a100-${tail}`), orderId: orderId ?? order.id });
      await store.run(async ({ orders, payments }) => {
        if (orderId === undefined) await orders.save(order);
        await payments.save(payment);
      });
      return payment;
    };

    it('gives back the payment it was given', async () => {
      const store = create();
      const payment = await opened(store);

      const found = await store.run(({ payments }) => payments.find(payment.id));
      expect(found?.toState()).to.deep.equal(payment.toState());
      expect(found?.pullEvents()).to.be.empty;
    });

    it('keeps the tries of an order in the order of trying', async () => {
      const store = create();
      const first = await opened(store);
      const second = await opened(store, first.orderId);

      const tries = await store.run(({ payments }) => payments.ofOrder(first.orderId));
      expect(tries.map((payment) => payment.id)).to.deep.equal([first.id, second.id]);
    });

    it('keeps what became of a payment and of its refunds', async () => {
      const store = create();
      const { id: paymentId } = await opened(store);
      const change = (work: (payment: NonNullable<Awaited<ReturnType<PaymentRepository['find']>>>) => void) =>
        store.run(async ({ payments }) => {
          const payment = await payments.find(paymentId);
          work(payment!);
          await payments.save(payment!);
          return payment!.toState();
        });
      const refundId = id<Parameters<ReturnType<typeof aPayment>['refundSent']>[0]>(`01900000-0000-7000-b100-${next()}`);
      await change((payment) =>
        payment.hear(
          { outcome: 'requires_action', reference: 'r', nextAction: { type: 'redirect', url: 'https://bank.example' } },
          { at: NOON, refundId },
        ),
      );
      await change((payment) =>
        payment.hear({ outcome: 'captured', reference: 'r', amount: Money.of(3000, 'USD') }, { at: NOON, refundId }),
      );
      await change((payment) => payment.takeBack('order_cancelled', { at: NOON, refundId }));
      await change((payment) => payment.refundSent(refundId, 'back-1', NOON));
      const expected = await change((payment) => payment.refundSucceeded(refundId, NOON));

      const found = await store.run(({ payments }) => payments.find(paymentId));
      expect(found?.toState()).to.deep.equal(expected);
      expect(found?.status).to.equal('refunded');
      expect(found?.refund(refundId)).to.include({ status: 'succeeded', reference: 'back-1' });
    });

    it('refuses to overwrite a change it has not seen', async () => {
      const store = create();
      const { id: paymentId } = await opened(store);
      const [mine, theirs] = await store.run(async ({ payments }) => [await payments.find(paymentId), await payments.find(paymentId)]);
      theirs!.letGo(NOON);
      await store.run(({ payments }) => payments.save(theirs!));
      mine!.letGo(NOON);

      expect(await rejection(store.run(({ payments }) => payments.save(mine!)))).to.be.instanceOf(ConcurrencyConflict);
    });
  });
}
