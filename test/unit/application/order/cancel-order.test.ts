import { expect } from 'chai';
import { IllegalOrderTransition, OrderAlreadyPaid, OrderAlreadyShipped, OrderNotFound } from '../../../../src/domain/order/order-errors.js';
import { id, type OrderId } from '../../../../src/domain/shared/ids.js';
import { Shipment } from '../../../../src/domain/shipping/shipment.js';
import { ADA, CheckoutWorld, MALLORY, MUG } from '../../../support/checkout-world.js';
import { rejection } from '../../../support/rejection.js';

const SHOPKEEPER = { kind: 'admin', id: id<typeof ADA>('01900000-0000-7000-8000-0000000000ad') } as const;

describe('An order after the checkout', () => {
  let world: CheckoutWorld;
  const bought = async (token?: string): Promise<OrderId> => id<OrderId>((await world.checkOut({ token })).answer.order.id);
  const cancel = (orderId: OrderId, customerId = ADA) => world.cancelOrder.execute({ orderId, by: { kind: 'customer', id: customerId } });
  const paymentOf = (orderId: OrderId) => world.payments(orderId)[0]!;

  beforeEach(async () => {
    world = await new CheckoutWorld().readyToBuy();
  });

  describe('that is cancelled', () => {
    it('unpaid has its payment cancelled, here and at the provider, and its goods free at once (ORD-12)', async () => {
      const orderId = await bought('tok_pending');
      await cancel(orderId);
      expect(world.order(orderId).status).to.equal('cancelled');
      expect(paymentOf(orderId).status).to.equal('cancelled');
      expect(world.reserved()).to.equal(0);

      await world.runJobs();
      expect(world.ledger.charges.get(paymentOf(orderId).id)?.status).to.equal('voided');
    });

    it('authorized has the authorization voided, not refunded (ORD-13)', async () => {
      const orderId = await bought('tok_authorize_only');
      await cancel(orderId);
      expect(paymentOf(orderId)).to.include({ status: 'voided' });
      expect(paymentOf(orderId).refunds).to.be.empty;

      await world.runJobs();
      expect(world.ledger.charges.get(paymentOf(orderId).id)?.status).to.equal('voided');
      expect(world.ledger.refunds.size).to.equal(0);
    });

    it('captured has all of it refunded, shipping too, once the provider has done it (ORD-14)', async () => {
      const orderId = await bought();
      await cancel(orderId);
      expect(paymentOf(orderId).refunds.map(({ status, amount }) => [status, amount.minor])).to.deep.equal([['requested', 3000]]);
      expect(world.reserved()).to.equal(0);

      await world.runJobs();
      expect(paymentOf(orderId).status).to.equal('refunded');
      expect([...world.ledger.refunds.values()].map(({ amountMinor }) => amountMinor)).to.deep.equal([3000]);
    });

    it('and whose refund the provider refuses keeps the balance and says so', async () => {
      const orderId = await bought('tok_refund_fails');
      await cancel(orderId);
      await world.runJobs();
      expect(paymentOf(orderId).status).to.equal('captured');
      expect(paymentOf(orderId).refunds[0]?.status).to.equal('failed');
    });

    it('is cancelled once (STK-12)', async () => {
      const orderId = await bought();
      await cancel(orderId);
      expect(await rejection(cancel(orderId))).to.be.instanceOf(IllegalOrderTransition);
      expect(paymentOf(orderId).refunds).to.have.length(1);
    });

    it("is not somebody else's (ORD-08)", async () => {
      const orderId = await bought();
      expect(await rejection(cancel(orderId, MALLORY))).to.be.instanceOf(OrderNotFound);
      expect(await rejection(cancel(id<OrderId>('01900000-0000-7000-8000-00000000dead')))).to.be.instanceOf(OrderNotFound);
      expect(world.order(orderId).status).to.equal('confirmed');
    });

    for (const step of ['shipped', 'delivered'] as const) {
      it(`is not once something is ${step} (ORD-15)`, async () => {
        const orderId = await bought();
        await world.store.run(async ({ shipments }) => {
          const shipment = Shipment.prepare({ id: world.ids.next(), orderId, number: 1, lines: [] }, world.time);
          shipment.advance('shipped', {}, null, world.time);
          if (step === 'delivered') shipment.advance('delivered', {}, null, world.time);
          await shipments.save(shipment);
        });
        expect(await rejection(cancel(orderId))).to.be.instanceOf(OrderAlreadyShipped);
        expect(world.reserved()).to.equal(2);
      });
    }

    it('while its money is on the way gives that back by itself (ORD-17)', async () => {
      const real = world.gateway.authorize.bind(world.gateway);
      world.gateway.authorize = async (request) => {
        await cancel(id<OrderId>(world.orders()[0]!.id));
        return real(request);
      };
      const { answer } = await world.checkOut();
      expect(answer.outcome).to.equal('known');
      expect(answer.order).to.include({ status: 'cancelled', paymentStatus: 'refund_pending' });

      await world.runJobs();
      expect(world.payments()[0]?.status).to.equal('refunded');
      expect(world.ledger.refunds.size).to.equal(1);
    });
  });

  describe('that nobody pays', () => {
    it('expires when its time is over, and gives its goods back once (STK-05)', async () => {
      const orderId = await bought('tok_pending');
      world.later(15 * 60_000 - 1);
      expect(await world.expire.execute()).to.equal(0);
      world.later(1);
      await world.fillCart([{ variantId: MUG, quantity: 3 }], ADA);
      await world.checkOut();
      expect(await Promise.all([world.expire.execute(), world.expire.execute()])).to.have.members([1, 0]);

      expect(world.order(orderId).status).to.equal('expired');
      expect(paymentOf(orderId).status).to.equal('cancelled');
      expect(world.reserved(), "the other order's").to.equal(3);
      expect(world.ledger.charges.get(paymentOf(orderId).id)?.status).to.equal('voided');
      expect(world.errors).to.be.empty;
    });

    it('is confirmed instead when it was paid after all', async () => {
      const orderId = await bought('tok_timeout_after');
      world.later(15 * 60_000);
      expect(await world.expire.execute()).to.equal(0);
      expect(world.order(orderId).status).to.equal('confirmed');
      expect(world.reserved()).to.equal(2);
    });

    it('ends also when the provider does not answer, and what comes later goes back', async () => {
      const orderId = await bought('tok_timeout_after');
      const lookUp = world.gateway.lookUp.bind(world.gateway);
      world.gateway.lookUp = async () => ({ outcome: 'processing', reference: 'r' });
      world.later(15 * 60_000);
      expect(await world.expire.execute()).to.equal(1);
      world.gateway.lookUp = lookUp;
      await world.runJobs();

      expect(world.order(orderId).status).to.equal('expired');
      expect(paymentOf(orderId).status).to.equal('refunded');
    });

    it('has more time after another try', async () => {
      const orderId = await bought('tok_declined');
      world.later(14 * 60_000);
      await world.payAgain.execute({ orderId, customerId: ADA, token: 'tok_pending' });
      world.later(14 * 60_000);
      expect(await world.expire.execute()).to.equal(0);
    });
  });

  describe('in the back office', () => {
    const move = (orderId: OrderId, to: string) => world.moveOrder.execute({ orderId, to, by: SHOPKEEPER });
    const record = (orderId: OrderId) => world.recordManualPayment.execute({ orderId, reference: 'BANK-7', by: SHOPKEEPER });

    it('takes legal steps only, and "paid" is none (ORD-19)', async () => {
      const orderId = await bought('tok_pending');
      for (const to of ['paid', 'shipped', 'pending', 'expired', 'completed', 'nonsense'])
        expect(await rejection(move(orderId, to)), to).to.be.instanceOf(IllegalOrderTransition);
      expect(world.order(orderId).status).to.equal('pending');
      expect(await rejection(move(id<OrderId>('01900000-0000-7000-8000-00000000dead'), 'confirmed'))).to.be.instanceOf(OrderNotFound);

      await move(orderId, 'confirmed');
      await move(orderId, 'completed');
      expect(await rejection(move(orderId, 'cancelled'))).to.be.instanceOf(IllegalOrderTransition);
      expect(world.order(orderId).status).to.equal('completed');
    });

    it('cancels like a customer, in its own name', async () => {
      const orderId = await bought();
      await move(orderId, 'cancelled');
      expect(world.order(orderId).status).to.equal('cancelled');
      const last = world.store.events.find(({ type }) => type === 'order.cancelled');
      expect(last?.payload).to.include({ reason: 'requested_by_shop' }).and.to.deep.include({ by: SHOPKEEPER });
    });

    it('sets the goods aside again for an order that it vouches for', async () => {
      const orderId = await bought('tok_declined');
      expect(world.reserved()).to.equal(0);
      await move(orderId, 'confirmed');
      expect(world.reserved()).to.equal(2);
    });

    it('writes down money that came by hand, with its reference (ORD-19)', async () => {
      const orderId = await bought('tok_declined');
      await record(orderId);

      expect(world.order(orderId).status).to.equal('confirmed');
      expect(world.payments(orderId)[1]).to.include({ status: 'captured', method: 'manual', gateway: 'manual', reference: 'BANK-7' });
      expect(world.reserved()).to.equal(2);
      const confirmed = world.store.events.find(({ type }) => type === 'order.confirmed');
      expect(confirmed?.payload).to.include({ reason: 'manual payment BANK-7' }).and.to.deep.include({ by: SHOPKEEPER });
      expect(await rejection(record(orderId))).to.be.instanceOf(OrderAlreadyPaid);
    });

    it('takes cash that was promised by another way, and nothing for an order that is off', async () => {
      const cash = id<OrderId>((await world.checkOut({ gateway: 'cod' })).answer.order.id);
      await record(cash);
      expect(world.payments(cash).map(({ status }) => status)).to.deep.equal(['cancelled', 'captured']);
      expect(world.reserved(), 'not doubled').to.equal(2);
      await cancel(cash);
      expect(await rejection(record(cash))).to.be.instanceOf(OrderAlreadyPaid);

      await world.fillCart();
      const unpaid = await bought('tok_declined');
      await cancel(unpaid);
      expect(await rejection(record(unpaid))).to.be.instanceOf(IllegalOrderTransition);
      expect(world.payments(unpaid)).to.have.length(1);
    });
  });
});
