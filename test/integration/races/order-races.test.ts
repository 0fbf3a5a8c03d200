import { expect } from 'chai';
import { PaymentInProgress } from '../../../src/application/checkout/checkout-errors.js';
import { IllegalOrderTransition, OrderAlreadyPaid, OrderAlreadyShipped } from '../../../src/domain/order/order-errors.js';
import { id, type CustomerId, type OrderId, type PaymentId } from '../../../src/domain/shared/ids.js';
import { Money } from '../../../src/domain/shared/money.js';
import { OrderNotReadyToShip } from '../../../src/domain/shipping/shipment-errors.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { Market, type Ware } from '../../support/market.js';
import { startShop } from '../../support/shop.js';

const ROUNDS = 12;
const QUARTER_MS = 15 * 60_000;

describe('Two things that happen to one order at the same instant', function () {
  this.timeout(30_000);
  const shop = startShop();
  const market = new Market(shop);
  let ware: Ware;
  before(async () => {
    ware = await market.ware({ stock: 1000 });
  });

  /** Two pieces, bought by a buyer of their own. */
  const bought = async (token?: string) => {
    const [buyer] = await market.buyers(1);
    await market.fillCart(buyer!, [[ware, 2]]);
    const { answer } = await shop.container.get(TOKENS.placeOrder).execute({ customerId: buyer!, token });
    return { buyer: buyer!, orderId: id<OrderId>(answer.order.id), paymentId: answer.paymentId!, total: answer.order.totalMinor };
  };
  const cancel = (orderId: OrderId, buyer: CustomerId) =>
    shop.container.get(TOKENS.cancelOrder).execute({ orderId, by: { kind: 'customer', id: buyer } });
  const viewOf = async (orderId: OrderId) => (await shop.container.get(TOKENS.orderQueries).detailsOf(orderId, null))!;
  const captured = (orderId: OrderId, paymentId: PaymentId, minor: number) =>
    shop.container.get(TOKENS.settlePayment).execute({
      orderId,
      paymentId,
      word: { outcome: 'captured', reference: 'r', amount: Money.of(minor, 'USD') },
    });
  const rounds = <Result>(work: () => Promise<Result>) => Promise.all(Array.from({ length: ROUNDS }, work));
  const promised = async () => {
    const { reserved, promised: inRows } = await market.shelf(ware);
    expect(reserved, 'what is reserved is what the reservations say').to.equal(inRows);
    return reserved;
  };

  it('cancelled twice gives its goods back once (STK-12)', async () => {
    const before = await promised();
    await rounds(async () => {
      const { buyer, orderId } = await bought();
      const outcomes = await Promise.allSettled([cancel(orderId, buyer), cancel(orderId, buyer), cancel(orderId, buyer)]);
      const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      expect(refusals).to.have.length(2);
      for (const refusal of refusals) expect(refusal).to.be.instanceOf(IllegalOrderTransition);
      const { payments } = await viewOf(orderId);
      expect(payments).to.have.length(1);
    });
    expect(await promised()).to.equal(before);
    const refunds = await shop.knex('refunds').count<{ count: number }[]>();
    expect(refunds[0]?.count, 'one refund for each').to.equal(ROUNDS);
  });

  it('cancelled and shipped has one winner (ORD-16)', async () => {
    const winners = await rounds(async () => {
      const { buyer, orderId } = await bought();
      const [off, out] = await Promise.allSettled([
        cancel(orderId, buyer),
        shop.container.get(TOKENS.moveShipment).execute({ orderId, to: 'shipped', tracking: {}, movedBy: buyer }),
      ]);
      expect([off.status, out.status]).to.have.members(['fulfilled', 'rejected']);
      const { status, shippingStatus } = await viewOf(orderId);
      if (off.status === 'rejected') {
        expect(off.reason).to.be.instanceOf(OrderAlreadyShipped);
        expect([status, shippingStatus.status]).to.deep.equal(['confirmed', 'shipped']);
        return 'shipped';
      }
      expect((out as PromiseRejectedResult).reason).to.be.instanceOf(OrderNotReadyToShip);
      expect([status, shippingStatus.status]).to.deep.equal(['cancelled', 'cancelled']);
      return 'cancelled';
    });

    const { onHand, moved } = await market.shelf(ware);
    expect(onHand).to.equal(1000 - 2 * winners.filter((winner) => winner === 'shipped').length);
    expect(moved).to.equal(onHand);
  });

  it('cancelled and paid is confirmed, or cancelled with its money on the way back (ORD-17)', async () => {
    const ends = await rounds(async () => {
      const { buyer, orderId, paymentId, total } = await bought('tok_pending');
      await Promise.allSettled([cancel(orderId, buyer), captured(orderId, paymentId, total)]);
      const { status, paymentStatus } = await viewOf(orderId);
      return `${status} ${paymentStatus}`;
    });
    for (const end of ends) expect(end).to.be.oneOf(['cancelled refund_pending', 'confirmed paid']);
  });

  it('paid after it was cancelled, or before, is never cancelled with the money kept (ORD-17)', async () => {
    const first = await bought('tok_pending');
    await cancel(first.orderId, first.buyer);
    await captured(first.orderId, first.paymentId, first.total);
    const second = await bought('tok_pending');
    await captured(second.orderId, second.paymentId, second.total);
    await cancel(second.orderId, second.buyer);
    for (const { orderId } of [first, second])
      expect(await viewOf(orderId)).to.include({ status: 'cancelled', paymentStatus: 'refund_pending' });
  });

  it('told of its payment by the checkout and by others as well is confirmed once (ORD-02)', async () => {
    const { orderId, paymentId, total } = await bought('tok_pending');
    await Promise.all(Array.from({ length: 10 }, () => captured(orderId, paymentId, total)));
    const events = await shop.knex('outbox').where({ aggregate_id: orderId, type: 'order.confirmed' });
    expect(events).to.have.length(1);
    expect(await viewOf(orderId)).to.include({ status: 'confirmed', paymentStatus: 'paid' });
  });

  it('paid again ten times at once is charged once (PAY-12)', async () => {
    const { buyer, orderId } = await bought('tok_declined');
    const charges = await market.charges();
    const again = () => shop.container.get(TOKENS.payAgain).execute({ orderId, customerId: buyer });

    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, again));

    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).to.have.length(9);
    for (const refusal of refusals)
      expect(refusal instanceof PaymentInProgress || refusal instanceof OrderAlreadyPaid, String(refusal)).to.equal(true);
    expect(await market.charges()).to.equal(charges + 1);
    expect(await viewOf(orderId)).to.include({ status: 'confirmed', paymentStatus: 'paid' });
  });

  it('expires once, and gives its goods back once, with two workers at it (STK-05)', async () => {
    const before = await promised();
    const orders = await rounds(() => bought('tok_pending'));
    const late = await bought('tok_declined');
    expect(await promised()).to.equal(before + 2 * ROUNDS);
    shop.clock.advance(QUARTER_MS + 1000);
    const expire = () => shop.container.get(TOKENS.expireUnpaidOrders).execute();

    const counts = await Promise.all([expire(), expire()]);

    expect(counts[0] + counts[1]).to.equal(ROUNDS + 1);
    expect(await expire()).to.equal(0);
    expect(await promised()).to.equal(before);
    for (const { orderId } of [...orders, late]) expect((await viewOf(orderId)).status).to.equal('expired');
    const steps = await shop.knex('order_history').where({ to_status: 'expired' });
    expect(steps).to.have.length(ROUNDS + 1);
  });

  it('that expires and is paid is confirmed, or the money goes back', async () => {
    const orders = await rounds(() => bought('tok_pending'));
    shop.clock.advance(QUARTER_MS + 1000);
    await Promise.all([
      shop.container.get(TOKENS.expireUnpaidOrders).execute(),
      ...orders.map(({ orderId, paymentId, total }) => captured(orderId, paymentId, total)),
    ]);
    for (const { orderId } of orders) {
      const { status, paymentStatus } = await viewOf(orderId);
      expect(`${status} ${paymentStatus}`).to.be.oneOf(['expired refund_pending', 'confirmed paid']);
    }
  });
});
