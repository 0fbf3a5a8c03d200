import { expect } from 'chai';
import sinon from 'sinon';
import {
  AmountMismatch,
  BuyerNotVerified,
  CartItemsUnavailable,
  NothingToBuy,
  PaymentInProgress,
  UnusableCheckout,
} from '../../../../src/application/checkout/checkout-errors.js';
import { IdempotencyInProgress, IdempotencyKeyReused } from '../../../../src/application/shared/errors.js';
import { OutOfStock } from '../../../../src/domain/inventory/inventory-errors.js';
import { IllegalOrderTransition, OrderAlreadyPaid, OrderNotFound } from '../../../../src/domain/order/order-errors.js';
import { UnknownPaymentGateway } from '../../../../src/domain/payment/payment-errors.js';
import { id, type AddressId } from '../../../../src/domain/shared/ids.js';
import { Money } from '../../../../src/domain/shared/money.js';
import { AddressNotFound, InvalidAddress } from '../../../../src/domain/shipping/address-book-errors.js';
import { anAddress } from '../../../support/builders/an-address.js';
import { ADA, CheckoutWorld, LAMP, MALLORY, MUG } from '../../../support/checkout-world.js';
import { rejection } from '../../../support/rejection.js';

const claim = (fingerprint = 'f', key = 'k') => ({ caller: ADA, key, fingerprint });

describe('Checking out', () => {
  let world: CheckoutWorld;

  beforeEach(async () => {
    world = await new CheckoutWorld().readyToBuy();
  });
  afterEach(() => {
    sinon.restore();
  });

  it('makes a confirmed order of the cart, with the goods set aside and the money taken', async () => {
    const { answer } = await world.checkOut();

    expect(answer).to.include({ outcome: 'confirmed', declineCode: null });
    expect(answer.order).to.include({
      status: 'confirmed',
      paymentStatus: 'paid',
      displayStatus: 'PAID',
      totalMinor: 3000,
      subtotalMinor: 2500,
    });
    expect(answer.order.payment).to.include({ status: 'captured', isPaid: true, amountMinor: 3000, gateway: 'fake', method: 'card' });
    expect(world.reserved()).to.equal(2);
    expect(world.ledger.charges.size).to.equal(1);
    expect(world.store.published).to.deep.equal(['order.placed', 'payment.opened', 'order.confirmed', 'payment.captured']);
  });

  it('answers with plain data that survives being kept', async () => {
    const { answer } = await world.checkOut();
    expect(JSON.parse(JSON.stringify(answer))).to.deep.equal(answer);
  });

  it('never asks the gateway inside a unit of work (ORD-04)', async () => {
    const open: boolean[] = [];
    for (const method of ['authorize', 'lookUp', 'void', 'refund'] as const) {
      const real = world.gateway[method].bind(world.gateway) as (...given: unknown[]) => Promise<unknown>;
      sinon.stub(world.gateway, method).callsFake(((...given: unknown[]) => {
        open.push(world.store.isOpen);
        return real(...given);
      }) as never);
    }
    const { answer } = await world.checkOut();
    await world.cancelOrder.execute({ orderId: id(answer.order.id), by: { kind: 'customer', id: ADA } });
    await world.runJobs();
    await world.fillCart();
    await world.checkOut({ token: 'tok_timeout_after' });
    world.later(30_000);
    await world.resume.execute();
    await world.fillCart();
    await world.checkOut({ token: 'tok_3ds' });
    world.later(16 * 60_000);
    await world.expire.execute();
    await world.runJobs();

    expect(open).to.have.length.greaterThan(6);
    expect(open).to.not.include(true);
  });

  describe('refuses, and then keeps nothing (ORD-03)', () => {
    const refused = async (attempt: Promise<unknown>) => {
      const authorize = sinon.spy(world.gateway, 'authorize');
      const reason = await rejection(attempt);
      expect(world.orders(), 'no order').to.be.empty;
      expect(world.payments(), 'no payment').to.be.empty;
      expect([world.reserved(MUG), world.reserved(LAMP)], 'nothing set aside').to.deep.equal([0, 0]);
      expect(world.store.published).to.be.empty;
      sinon.assert.notCalled(authorize);
      return reason;
    };

    it('what is out of stock, and never charges (STK-01)', async () => {
      await world.fillCart([{ variantId: LAMP, quantity: 11 }], MALLORY);
      const attempt = world.checkOut({ customerId: MALLORY, shippingAddress: anAddress() }, { ...claim(), caller: MALLORY });
      const reason = await refused(attempt);
      expect(reason).to.be.instanceOf(OutOfStock);
      expect((reason as OutOfStock).details).to.include({ available: 10 });
    });

    it('lines of one variant that are too much together (STK-03)', async () => {
      await world.fillCart(
        [
          { variantId: LAMP, quantity: 6 },
          { variantId: LAMP, quantity: 6 },
        ],
        MALLORY,
      );
      expect(await refused(world.checkOut({ customerId: MALLORY, shippingAddress: anAddress() }))).to.be.instanceOf(OutOfStock);
    });

    it('another total than the buyer agreed to', async () => {
      const reason = await refused(world.checkOut({ amount: '29.99' }, claim()));
      expect(reason).to.be.instanceOf(AmountMismatch);
      expect((reason as AmountMismatch).details).to.include({ total_price: 30 });
    });

    it('a gateway, a way of shipping, an address that there is not', async () => {
      expect(await rejection(world.checkOut({ gateway: 'stripe' }))).to.be.instanceOf(UnknownPaymentGateway);
      expect(await rejection(world.checkOut({ shippingMethod: 'drone' }))).to.be.instanceOf(UnusableCheckout);
      expect(await rejection(world.checkOut({ shippingAddressId: id<AddressId>('x') }))).to.be.instanceOf(AddressNotFound);
      expect(await rejection(world.checkOut({ shippingAddress: anAddress({ city: '' }) }))).to.be.instanceOf(InvalidAddress);
      expect(await refused(world.checkOut({ billingAddress: anAddress({ country: 'Atlantis' }) }))).to.be.instanceOf(InvalidAddress);
    });

    it('nothing to send it to', async () => {
      await world.fillCart([{ variantId: MUG, quantity: 1 }], MALLORY);
      expect(await refused(world.checkOut({ customerId: MALLORY }))).to.be.instanceOf(UnusableCheckout);
    });

    it('an empty cart, or one with nothing that is still offered (CART-14)', async () => {
      expect(await rejection(world.checkOut({ customerId: MALLORY }))).to.be.instanceOf(NothingToBuy);
      await world.stockUp({ isOffered: false });
      expect(await refused(world.checkOut())).to.be.instanceOf(NothingToBuy);
    });

    it('some lines that are gone, and names them', async () => {
      await world.fillCart(
        [
          { variantId: MUG, quantity: 1 },
          { variantId: id('01900000-0000-7000-8000-0000000000ee'), quantity: 1 },
        ],
        MALLORY,
      );
      const reason = await refused(world.checkOut({ customerId: MALLORY, shippingAddress: anAddress() }));
      expect(reason).to.be.instanceOf(CartItemsUnavailable);
      expect((reason as CartItemsUnavailable).details['items']).to.deep.equal([
        { variant_id: '01900000-0000-7000-8000-0000000000ee', product_title: null },
      ]);
    });
  });

  it('asks for a confirmed e-mail address only when the shop says so (ACC-15)', async () => {
    world.isVerified = false;
    world.requireVerifiedEmail = true;
    expect(await rejection(world.checkOut())).to.be.instanceOf(BuyerNotVerified);
    world.requireVerifiedEmail = false;
    expect((await world.checkOut()).answer.outcome).to.equal('confirmed');
  });

  it('takes the method and the addresses that are named, else the cheapest and the defaults', async () => {
    const { answer } = await world.checkOut({
      shippingMethod: 'express',
      shippingAddress: anAddress({ city: 'Dublin', country: 'IE', postalCode: 'D02 AF30', name: '' }),
    });
    expect(answer.order.shippingMethod).to.deep.equal({ code: 'express', name: 'Express' });
    expect(answer.order.shippingMinor).to.equal(990);
    expect(answer.order.shippingAddress).to.include({ city: 'Dublin', country: 'IE', name: 'Ada' });
    expect(answer.order.shippingAddressId).to.be.null;
    expect(answer.order.billingAddress.city).to.equal('San Francisco');
  });

  it('takes the total that the buyer agreed to', async () => {
    expect((await world.checkOut({ amount: '30.00' })).answer.outcome).to.equal('confirmed');
  });

  describe('without anything to pay (MON-07, PAY-20)', () => {
    it('confirms at once and asks no provider', async () => {
      const authorize = sinon.spy(world.gateway, 'authorize');
      await world.stockUp({ unitPrice: Money.zero('USD') });
      sinon.stub(world, 'placeOrder').get(() => freeShipping(world));
      const { answer } = await world.checkOut({}, claim());

      expect(answer.order).to.include({ status: 'confirmed', paymentStatus: 'paid', totalMinor: 0, taxMinor: 0, payment: null });
      expect(world.payments()).to.be.empty;
      sinon.assert.notCalled(authorize);
      expect((await world.checkOut({}, claim())).isReplay).to.be.true;
    });
  });

  describe('with a card that is declined', () => {
    it('gives the goods back at once and leaves the order to be paid again (STK-04, PAY-09)', async () => {
      const { answer } = await world.checkOut({ token: 'tok_insufficient_funds' });

      expect(answer).to.include({ outcome: 'declined', declineCode: 'insufficient_funds' });
      expect(answer.order).to.include({ status: 'pending', paymentStatus: 'failed' });
      expect(world.reserved()).to.equal(0);

      const again = await world.payAgain.execute({ orderId: id(answer.order.id), customerId: ADA });
      expect(again.outcome).to.equal('confirmed');
      expect(again.order.payments.map(({ status }) => status)).to.deep.equal(['failed', 'captured']);
      expect(again.order.payment?.status).to.equal('captured');
      expect(world.reserved()).to.equal(2);
    });

    it('can not be paid again when the goods are gone meanwhile (STK-04)', async () => {
      const { answer } = await world.checkOut({ token: 'tok_declined' });
      await world.fillCart([{ variantId: MUG, quantity: 9 }], MALLORY);
      await world.checkOut({ customerId: MALLORY, shippingAddress: anAddress() });

      const attempt = world.payAgain.execute({ orderId: id(answer.order.id), customerId: ADA });
      expect(await rejection(attempt)).to.be.instanceOf(OutOfStock);
      expect(world.payments(answer.order.id)).to.have.length(1);
    });
  });

  describe('paying again', () => {
    const again = (orderId: string, given: object = {}) => world.payAgain.execute({ orderId: id(orderId), customerId: ADA, ...given });

    it("is refused when it is paid, promised, over or somebody else's (PAY-12)", async () => {
      const { answer: paid } = await world.checkOut();
      expect(await rejection(again(paid.order.id))).to.be.instanceOf(OrderAlreadyPaid);
      expect(await rejection(again(paid.order.id, { customerId: MALLORY }))).to.be.instanceOf(OrderNotFound);
      await world.cancelOrder.execute({ orderId: id(paid.order.id), by: { kind: 'customer', id: ADA } });
      await world.runJobs();
      expect(await rejection(again(paid.order.id))).to.be.instanceOf(IllegalOrderTransition);
      await world.fillCart();
      const { answer: cash } = await world.checkOut({ gateway: 'cod' });
      expect(await rejection(again(cash.order.id))).to.be.instanceOf(OrderAlreadyPaid);
      expect(world.ledger.charges.size).to.equal(1);
    });

    it('takes the place of a try that hangs, whose money goes back if it comes after all (PAY-10)', async () => {
      const { answer } = await world.checkOut({ token: 'tok_timeout_after' });
      expect(answer.outcome).to.equal('pending');
      const second = await again(answer.order.id);
      expect(second.order).to.include({ status: 'confirmed', paymentStatus: 'paid' });
      expect(world.reserved(), 'not doubled').to.equal(2);
      await world.runJobs();

      expect(world.payments(answer.order.id).map(({ status }) => status)).to.deep.equal(['refunded', 'captured']);
      expect(world.ledger.refunds.size).to.equal(1);
      expect(world.order(answer.order.id).status).to.equal('confirmed');
    });

    it('waits for a try that is under way this moment', async () => {
      let inTheMiddle: unknown;
      const real = world.gateway.authorize.bind(world.gateway);
      sinon.stub(world.gateway, 'authorize').callsFake(async (request) => {
        inTheMiddle ??= await rejection(again(world.orders()[0]!.id));
        return real(request);
      });
      await world.checkOut();
      expect(inTheMiddle).to.be.instanceOf(PaymentInProgress);
    });
  });

  describe('with a provider that does not answer', () => {
    for (const [token, status] of [
      ['tok_timeout_before', 'processing'],
      ['tok_timeout_after', 'processing'],
      ['tok_pending', 'processing'],
      ['tok_3ds', 'requires_action'],
    ] as const) {
      it(`${token} leaves the order pending with its goods held (STK-04)`, async () => {
        const { answer } = await world.checkOut({ token });
        expect(answer.outcome).to.equal('pending');
        expect(answer.order).to.include({ status: 'pending', paymentStatus: 'unpaid' });
        expect(answer.order.payment?.status).to.equal(status);
        expect(answer.order.payment?.nextAction === null).to.equal(token !== 'tok_3ds');
        expect(world.reserved()).to.equal(2);
      });
    }

    it('the sweeper finds out that it was charged, once (ORD-02)', async () => {
      const { answer } = await world.checkOut({ token: 'tok_timeout_after' });
      await world.resume.execute();
      expect(world.order(answer.order.id).status, 'too early to ask').to.equal('pending');
      world.later(21_000);
      await world.resume.execute();
      await world.resume.execute();

      expect(world.order(answer.order.id).status).to.equal('confirmed');
      expect(world.ledger.charges.size).to.equal(1);
      expect(world.store.published.filter((type) => type === 'order.confirmed')).to.have.length(1);
    });

    it('the sweeper finds out that it was not, and gives the goods back', async () => {
      const { answer } = await world.checkOut({ token: 'tok_timeout_before' });
      world.later(21_000);
      await world.resume.execute();

      expect(world.payments(answer.order.id)[0]).to.include({ status: 'failed', declineCode: 'processing_error' });
      expect(world.order(answer.order.id).status).to.equal('pending');
      expect(world.reserved()).to.equal(0);
      expect(world.errors).to.be.empty;
    });
  });

  describe('when the process dies', () => {
    const dieAt = (moment: 'before' | 'after') => {
      const real = world.gateway.authorize.bind(world.gateway);
      sinon.stub(world.gateway, 'authorize').callsFake(async (request) => {
        if (moment === 'after') await real(request);
        throw new Error('power cut');
      });
    };

    it('after the charge, the sweeper confirms with that charge and answers for it (ORD-02, IDM-03)', async () => {
      dieAt('after');
      await rejection(world.checkOut({}, claim()));
      expect(world.orders()[0]?.status).to.equal('pending');
      world.later(21_000);
      await world.resume.execute();

      const { answer, isReplay } = await world.checkOut({}, claim());
      expect(isReplay).to.be.true;
      expect(answer).to.deep.include({ outcome: 'confirmed' });
      expect(world.orders()).to.have.length(1);
      expect(world.ledger.charges.size).to.equal(1);
    });

    it('the next request with the key takes it over, not before its time (IDM-03)', async () => {
      dieAt('after');
      await rejection(world.checkOut({}, claim()));
      expect(await rejection(world.checkOut({}, claim()))).to.be.instanceOf(IdempotencyInProgress);
      world.later(16_000);

      const { answer, isReplay } = await world.checkOut({}, claim());
      expect([answer.outcome, isReplay]).to.deep.equal(['confirmed', true]);
      expect(world.ledger.charges.size).to.equal(1);
    });

    it('before the charge, nobody is charged', async () => {
      dieAt('before');
      await rejection(world.checkOut({}, claim()));
      world.later(16_000);
      expect((await world.checkOut({}, claim())).answer).to.include({ outcome: 'declined', declineCode: 'processing_error' });
      expect(world.ledger.charges.size).to.equal(0);
    });
  });

  describe('with an Idempotency-Key', () => {
    it('gives the kept answer again, to the letter (IDM-01)', async () => {
      const first = await world.checkOut({}, claim());
      world.later(60_000);
      const second = await world.checkOut({}, claim());

      expect(first.isReplay).to.be.false;
      expect(second.isReplay).to.be.true;
      expect(second.answer).to.deep.equal(JSON.parse(JSON.stringify(first.answer)));
      expect(world.orders()).to.have.length(1);
    });

    it('keeps a decline too', async () => {
      await world.checkOut({ token: 'tok_declined' }, claim());
      expect((await world.checkOut({ token: 'tok_declined' }, claim())).answer.outcome).to.equal('declined');
      expect(world.payments()).to.have.length(1);
    });

    it('forgets a request that was refused, so that it may be repeated (IDM-04)', async () => {
      await world.stockUp({}, 1);
      expect(await rejection(world.checkOut({}, claim()))).to.be.instanceOf(OutOfStock);
      await world.stockUp();
      const { answer, isReplay } = await world.checkOut({}, claim());
      expect([answer.outcome, isReplay]).to.deep.equal(['confirmed', false]);
    });

    it('refuses the key for another request, and keeps callers apart (IDM-02)', async () => {
      await world.checkOut({}, claim());
      expect(await rejection(world.checkOut({}, claim('other body')))).to.be.instanceOf(IdempotencyKeyReused);
      const others = world.checkOut({ customerId: MALLORY }, { ...claim(), caller: MALLORY });
      expect(await rejection(others), 'her own cart is empty').to.be.instanceOf(NothingToBuy);
    });
  });

  describe('the same cart again', () => {
    it('within ten seconds is the same wish and answers with its order; later there is nothing to buy (ORD-01)', async () => {
      const first = await world.checkOut();
      world.later(9_000);
      const second = await world.checkOut({}, claim());
      expect(second.answer.outcome).to.equal('known');
      expect(second.answer.order.id).to.equal(first.answer.order.id);
      world.later(2_000);
      expect(await rejection(world.checkOut())).to.be.instanceOf(NothingToBuy);
      expect((await world.checkOut({}, claim())).answer.outcome, 'by key, for a day').to.equal('known');
    });
  });

  describe('cash on delivery (PAY-16)', () => {
    it('confirms an order that is unpaid until the parcel is there', async () => {
      const { answer } = await world.checkOut({ method: 'cod' });
      expect(answer).to.include({ outcome: 'confirmed' });
      expect(answer.order).to.include({ status: 'confirmed', paymentStatus: 'unpaid', displayStatus: 'PENDING' });
      expect(answer.order.payment).to.include({ status: 'pending', isPaid: false, gateway: 'cod', method: 'cod' });
      world.later(60 * 60_000);
      expect([await world.resume.execute(), await world.expire.execute()]).to.deep.equal([0, 0]);

      await world.deliver(id(answer.order.id));
      await world.deliver(id(answer.order.id));
      expect(world.payments()[0]).to.include({ status: 'captured' });
      expect(world.payments()[0]?.captured.minor).to.equal(3000);
    });
  });

  it('with money that is only held confirms too', async () => {
    const { answer } = await world.checkOut({ token: 'tok_authorize_only' });
    expect(answer.order).to.include({ status: 'confirmed', paymentStatus: 'authorized' });
  });
});

/** The same checkout in a shop that ships for nothing. */
function freeShipping(world: CheckoutWorld): CheckoutWorld['placeOrder'] {
  sinon.restore();
  const { placeOrder } = world;
  const partners = (placeOrder as unknown as { partners: { shippingRates: object } }).partners;
  const free = { code: 'pickup', name: 'Pick-up', price: Money.zero('USD') };
  partners.shippingRates = { methods: () => [free], find: () => free };
  return placeOrder;
}
