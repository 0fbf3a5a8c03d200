import { expect } from 'chai';
import { id, type CustomerId, type OrderId, type PaymentId } from '../../../src/domain/shared/ids.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { deliverNotices } from '../../support/fake-provider.js';
import { Market, type Ware } from '../../support/market.js';
import { FAKE_PROVIDER, notify } from '../../support/provider-notices.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop } from '../../support/shop.js';

const ROUNDS = 8;
const QUARTER_MS = 15 * 60_000;

describe('A webhook and something else at the same instant', function () {
  this.timeout(30_000);
  const shop = startShop(FAKE_PROVIDER);
  const market = new Market(shop);
  let ware: Ware;
  before(async () => {
    ware = await market.ware({ stock: 1000 });
  });

  const placing = (buyer: CustomerId, token: string) => shop.container.get(TOKENS.placeOrder).execute({ customerId: buyer, token });
  const bought = async (token: string) => {
    const [buyer] = await market.buyers(1);
    await market.fillCart(buyer!, [[ware, 1]]);
    const { answer } = await placing(buyer!, token);
    return { buyer: buyer!, orderId: id<OrderId>(answer.order.id), paymentId: answer.paymentId! };
  };
  const captured = (payment_id: PaymentId) => notify(shop, { type: 'payment.captured', payment_id });
  const viewOf = async (orderId: OrderId) => (await shop.container.get(TOKENS.orderQueries).detailsOf(orderId, null))!;
  const rounds = async (work: () => Promise<void>) => {
    for (let round = 0; round < ROUNDS; round += 1) await work();
  };

  /** Either the order stands with its goods and its money, or the money is back and the goods are free. */
  const isPaidOrGivenBack = async (orderId: OrderId, over: 'cancelled' | 'expired') => {
    await runJobs(shop);
    await deliverNotices(shop);
    await runJobs(shop);
    const order = await viewOf(orderId);
    const [payment] = order.payments;
    const [reserved] = await shop.knex('reservations').where({ order_id: orderId }).count<{ count: number }[]>();
    if (order.status === 'confirmed') expect([payment?.status, reserved?.count]).to.deep.equal(['captured', 1]);
    else {
      expect(order.status).to.equal(over);
      expect(payment?.status, 'never kept').to.be.oneOf(['refunded', 'cancelled']);
      expect(payment?.refundedMinor).to.equal(payment?.capturedMinor);
      expect(reserved?.count, 'the goods are free').to.equal(0);
    }
    return order.status;
  };

  it('that is the expiry end in an order with stock, or in the money back (STK-06)', async () => {
    await rounds(async () => {
      const { orderId } = await bought('tok_pending');
      shop.clock.advance(QUARTER_MS + 1);
      // The provider takes the money this moment, and tells so.
      await Promise.all([deliverNotices(shop), shop.container.get(TOKENS.expireUnpaidOrders).execute()]);
      await isPaidOrGivenBack(orderId, 'expired');
    });
  });

  it('after the expiry gives the money back by itself (STK-06)', async () => {
    const { orderId, paymentId } = await bought('tok_lost_webhook');
    // The provider knows of the money, and does not say so when it is asked.
    await shop.knex('fake_gateway_charges').where({ payment_id: paymentId }).update({ status: 'processing', captured_minor: 0 });
    shop.clock.advance(QUARTER_MS + 1);
    await shop.container.get(TOKENS.expireUnpaidOrders).execute();
    await shop
      .knex('fake_gateway_charges')
      .where({ payment_id: paymentId })
      .update({ status: 'captured', captured_minor: ware.priceMinor });
    await captured(paymentId);
    expect(await isPaidOrGivenBack(orderId, 'expired')).to.equal('expired');
    expect((await viewOf(orderId)).payments[0]?.status).to.equal('refunded');
  });

  it('that is a cancel end cancelled with the money back, or confirmed (ORD-17)', async () => {
    await rounds(async () => {
      const { buyer, orderId, paymentId } = await bought('tok_lost_webhook');
      const cancelling = shop.container.get(TOKENS.cancelOrder).execute({ orderId, by: { kind: 'customer', id: buyer } });
      await Promise.all([captured(paymentId), cancelling]);
      await isPaidOrGivenBack(orderId, 'cancelled');
    });
  });

  it('that is our own checkout, which it overtakes, end as if in turn (PAY-04)', async () => {
    const [buyer] = await market.buyers(1);
    await market.fillCart(buyer!, [[ware, 1]]);
    const checkout = placing(buyer!, 'tok_slow');
    let waiting: { id: PaymentId } | undefined;
    while (!waiting) waiting = await shop.knex('payments').where({ customer_id: buyer!, status: 'pending' }).first('id');
    expect((await captured(waiting.id)).status).to.equal(200);
    const { answer } = await checkout;
    expect([answer.outcome, answer.order.paymentStatus]).to.deep.equal(['confirmed', 'paid']);
    const log: string[] = await shop.knex('payment_events').where({ payment_id: waiting.id }).orderBy('id').pluck('type');
    expect(log).to.deep.equal(['payment.opened', 'payment.captured']);
  });

  it('that tells of a charge whose answer was lost confirm the order with that charge (ORD-02)', async () => {
    const charges = await market.charges();
    await rounds(async () => {
      const { orderId, paymentId } = await bought('tok_timeout_after');
      shop.clock.advance(21_000);
      await Promise.all([captured(paymentId), shop.container.get(TOKENS.resumeUnfinishedCheckouts).execute()]);
      const order = await viewOf(orderId);
      expect([order.status, order.payments.map(({ status }) => status)]).to.deep.equal(['confirmed', ['captured']]);
    });
    expect(await market.charges()).to.equal(charges + ROUNDS);
  });

  it('that tells of a first try, after another has paid, gives the surplus back (PAY-10)', async () => {
    const { buyer, orderId, paymentId } = await bought('tok_lost_webhook');
    const again = await shop.container.get(TOKENS.payAgain).execute({ orderId, customerId: buyer, token: 'tok_success' });
    expect(again.outcome).to.equal('confirmed');
    await Promise.all([captured(paymentId), captured(paymentId)]);
    await runJobs(shop);
    const { status, paymentStatus, payments } = await viewOf(orderId);
    expect([status, paymentStatus]).to.deep.equal(['confirmed', 'paid']);
    expect(payments.map((payment) => payment.status)).to.deep.equal(['refunded', 'captured']);
  });

  it('leave a ledger whose sums are the balance of every payment, and which says who brought what', async () => {
    const off = await shop.knex.raw(
      `select p.id from payments p left join payment_events event on event.payment_id = p.id
       group by p.id having sum(event.captured_minor) <> p.captured_minor or sum(event.refunded_minor) <> p.refunded_minor`,
    );
    expect(off.rows).to.deep.equal([]);
    const sources: string[] = await shop.knex('payment_events').distinct('source').orderBy('source').pluck('source');
    expect(sources).to.include.members(['answer', 'asked', 'shop', 'webhook']);
    const [silent] = await shop
      .knex('payment_events')
      .whereIn('type', ['payment.captured', 'payment.refunded'])
      .whereNull('reference')
      .count<{ count: number }[]>();
    expect(silent?.count, 'the provider’s own word for it').to.equal(0);
  });
});
