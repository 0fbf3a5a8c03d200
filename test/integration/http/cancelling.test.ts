import { expect } from 'chai';
import { id, type CustomerId, type OrderId } from '../../../src/domain/shared/ids.js';
import { Shipment } from '../../../src/domain/shipping/shipment.js';
import { TOKENS } from '../../../src/infrastructure/composition/tokens.js';
import { Market, type Ware } from '../../support/market.js';
import { runJobs } from '../../support/run-jobs.js';
import { startShop, type Client } from '../../support/shop.js';
import { anAdmin } from '../../support/sign-in.js';

const UNKNOWN = '019b76da-a800-7000-8000-00000000dead';
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

describe('Cancelling', () => {
  const shop = startShop({ SHIPPING_RATES: 'standard:5' });
  const market = new Market(shop);
  let admin: Client;
  let mug: Ware;
  let lamp: Ware;
  before(async () => {
    admin = await anAdmin(shop);
  });
  beforeEach(async () => {
    [mug, lamp] = [await market.ware({ priceMinor: 333, stock: 10 }), await market.ware({ title: 'Lamp', priceMinor: 4000, stock: 10 })];
  });

  /** Three mugs and a lamp: 54.99 with shipping. */
  const bought = async (body: object = {}) => {
    const { client, accountId } = await market.shopper([mug, 3], [lamp, 1]);
    const { body: answer } = await client.post('/api/orders/checkout', body);
    const orderId = (answer.order_id ?? answer.id) as string;
    const { items, payments } = (await admin.get(`/api/admin/orders/${orderId}`)).body;
    const [mugs, lamps] = items as { id: string }[];
    return { client, accountId, orderId, mugs: mugs!.id, lamps: lamps!.id, paymentId: payments[0]?.id as string };
  };
  const cancel = (orderId: string, ...lines: readonly (readonly [string, number])[]) =>
    admin.post(
      `/api/admin/orders/${orderId}/cancel`,
      lines.length > 0 ? { lines: lines.map(([order_item_id, quantity]) => ({ order_item_id, quantity })) } : {},
    );
  const orderOf = async (orderId: string) => (await admin.get(`/api/admin/orders/${orderId}`)).body;
  const refundsOf = async (orderId: string) =>
    ((await admin.get('/api/admin/refunds?limit=100')).body as { order_id: string; amount: number; status: string }[])
      .filter((refund) => refund.order_id === orderId)
      .map(({ amount, status }) => `${amount} ${status}`);
  const chargeOf = async (paymentId: string) => (await shop.knex('fake_gateway_charges').where({ payment_id: paymentId }))[0];
  const ship = (orderId: string) => admin.patch(`/api/shippings/status/${orderId}`, { status: 'shipped' });

  describe('a whole order', () => {
    it('that nobody has paid lets go of stock and of the try to pay, also at the provider (ORD-12)', async () => {
      const { client, orderId, paymentId } = await bought({ payment_token: 'tok_pending' });
      expect(await market.shelf(mug)).to.include({ reserved: 3 });
      expect((await client.patch(`/api/orders/cancel/${orderId}`)).body).to.include({ status: 'cancelled', payment_status: 'unpaid' });
      expect(await market.shelf(mug)).to.include({ reserved: 0, promised: 0 });
      await runJobs(shop);
      expect((await chargeOf(paymentId)).status).to.equal('voided');
      expect((await orderOf(orderId)).payment).to.include({ status: 'cancelled', amount_captured: 0 });
    });

    it('whose money is only held lets go of it and gives nothing back (ORD-13)', async () => {
      const { orderId, paymentId } = await bought({ payment_token: 'tok_authorize_only' });
      expect((await cancel(orderId)).body.payment).to.include({ status: 'voided' });
      await runJobs(shop);
      expect(await chargeOf(paymentId)).to.include({ status: 'voided', captured_minor: 0 });
      expect(await refundsOf(orderId)).to.deep.equal([]);
    });

    it('that is paid gives everything back, with the shipping, and says so until it is there (ORD-14)', async () => {
      const { orderId } = await bought();
      const { body } = await cancel(orderId);
      expect(body).to.include({ status: 'cancelled', payment_status: 'refund_pending' });
      expect(await refundsOf(orderId)).to.deep.equal(['54.99 requested']);
      await runJobs(shop);
      expect(await orderOf(orderId)).to.include({ payment_status: 'refunded', display_status: 'REFUNDED' });
      expect(codeOf(await cancel(orderId))).to.equal('409 order.illegal_transition');
    });

    it('is refused once anything has shipped (ORD-15)', async () => {
      const { client, orderId } = await bought();
      await runJobs(shop);
      await ship(orderId);
      expect(codeOf(await client.patch(`/api/orders/cancel/${orderId}`))).to.equal('409 order.already_shipped');
      expect(codeOf(await cancel(orderId))).to.equal('409 order.already_shipped');
    });
  });

  describe('some pieces', () => {
    it('gives back their share of what was paid, their stock, and their place in the parcel (ORD-18)', async () => {
      const { client, orderId, mugs } = await bought();
      await runJobs(shop);
      const { status, body } = await cancel(orderId, [mugs, 1]);

      expect([status, body.status, body.payment_status, body.total_price]).to.deep.equal([200, 'confirmed', 'refund_pending', 54.99]);
      expect(body.items.map((item: { cancelled_quantity: number }) => item.cancelled_quantity)).to.deep.equal([1, 0]);
      expect(await market.shelf(mug)).to.include({ reserved: 2, promised: 2 });
      const packed = await shop.knex('shipment_lines').where({ order_line_id: mugs });
      expect(packed.map(({ quantity }) => quantity as number)).to.deep.equal([2]);
      const history = (await client.get(`/api/orders/${orderId}/history`)).body;
      expect(history.at(-1))
        .to.include({ from: 'confirmed', to: 'confirmed', by: 'admin' })
        .and.have.property('reason')
        .that.contains('1 × ');

      await runJobs(shop);
      expect(await refundsOf(orderId)).to.deep.equal(['3.33 succeeded']);
      await ship(orderId);
      expect(await market.shelf(mug)).to.include({ onHand: 8, reserved: 0, moved: 8 });
      expect(await orderOf(orderId)).to.include({ payment_status: 'partially_refunded' });
    });

    it('that are called off one after the other end with the whole order, and with exactly what was paid', async () => {
      const { orderId, mugs, lamps } = await bought();
      for (const line of [mugs, lamps, mugs]) expect((await cancel(orderId, [line, 1])).body.status).to.equal('confirmed');
      const { body } = await cancel(orderId, [mugs, 1]);
      expect(body).to.include({ status: 'cancelled', payment_status: 'refund_pending' });
      await runJobs(shop);
      expect((await refundsOf(orderId)).toSorted()).to.deep.equal(['3.33 succeeded', '3.33 succeeded', '40 succeeded', '8.33 succeeded']);
      expect((await orderOf(orderId)).payment_status).to.equal('refunded');
      for (const ware of [mug, lamp]) expect(await market.shelf(ware)).to.include({ onHand: 10, reserved: 0, promised: 0 });
    });

    it('that have not left the house can go while others are on their way, in a parcel that is gone (ORD-15)', async () => {
      const { orderId, mugs, lamps } = await bought();
      await runJobs(shop);
      // The lamp has left in a parcel of its own.
      const ids = shop.container.get(TOKENS.idGenerator);
      const now = new Date();
      await shop.container.get(TOKENS.unitOfWork).run(async ({ orders, shipments }) => {
        await orders.find(id<OrderId>(orderId));
        const [first] = await shipments.ofOrder(id<OrderId>(orderId));
        first!.takeOut({ orderLineId: id(lamps), quantity: 1 }, now);
        const second = Shipment.prepare(
          { id: ids.next(), orderId: id<OrderId>(orderId), number: 2, lines: [{ orderLineId: id(lamps), quantity: 1 }] },
          now,
        );
        second.advance('shipped', {}, null, now);
        await shipments.save(first!);
        await shipments.save(second);
      });
      expect(codeOf(await cancel(orderId, [lamps, 1]))).to.equal('409 order.already_shipped');
      expect(codeOf(await cancel(orderId))).to.equal('409 order.already_shipped');
      const { body } = await cancel(orderId, [mugs, 3]);
      expect(body).to.include({ status: 'confirmed', payment_status: 'refund_pending' });
      expect(await refundsOf(orderId)).to.deep.equal(['9.99 requested']);
      expect(await market.shelf(mug)).to.include({ reserved: 0, promised: 0 });
      const parcels = await shop.knex('shipments').where({ order_id: orderId }).orderBy('number');
      expect(parcels.map(({ status }) => status as string)).to.deep.equal(['cancelled', 'shipped']);
    });

    it('are not paid back twice when they were given back before', async () => {
      const { orderId, paymentId, mugs } = await bought();
      await admin.post(`/api/admin/payments/${paymentId}/refunds`, { lines: [{ order_item_id: mugs, quantity: 2 }] });
      await cancel(orderId, [mugs, 1]);
      expect(await refundsOf(orderId)).to.deep.equal(['6.66 requested']);
      await cancel(orderId, [mugs, 2]);
      expect(await refundsOf(orderId)).to.deep.equal(['3.33 requested', '6.66 requested']);
      const again = await admin.post(`/api/admin/payments/${paymentId}/refunds`, { lines: [{ order_item_id: mugs, quantity: 1 }] });
      expect(codeOf(again)).to.equal('409 order.more_than_left');
    });

    it('of cash that is still to come make it less at the door', async () => {
      const { orderId, mugs } = await bought({ payment_method: 'cod' });
      await runJobs(shop);
      expect((await cancel(orderId, [mugs, 1])).body.payment_status).to.equal('unpaid');
      await ship(orderId);
      await admin.patch(`/api/shippings/status/${orderId}`, { status: 'delivered' });
      await runJobs(shop);
      const order = await orderOf(orderId);
      expect(order.payment).to.include({ amount: 54.99, amount_captured: 51.66, amount_refunded: 0 });
      expect(order).to.include({ status: 'completed', payment_status: 'paid' });
      expect(await refundsOf(orderId)).to.deep.equal([]);
    });

    it('are refused when they are unknown, too many, or of an order that is not under way', async () => {
      const { orderId, mugs } = await bought();
      expect(codeOf(await cancel(orderId, [mugs, 4]))).to.equal('409 order.more_than_left');
      expect(codeOf(await cancel(orderId, [mugs, 2], [mugs, 2]))).to.equal('409 order.more_than_left');
      expect(codeOf(await cancel(orderId, [UNKNOWN, 1]))).to.equal('422 order.unknown_item');
      expect(codeOf(await cancel(orderId, ['7', 1]))).to.equal('422 request.invalid');
      expect(codeOf(await cancel(orderId, [mugs, 0]))).to.equal('422 request.invalid');
      expect(codeOf(await admin.post(`/api/admin/orders/${orderId}/cancel`, { lines: [] }))).to.equal('422 request.invalid');
      expect(codeOf(await cancel(UNKNOWN, [mugs, 1]))).to.equal('404 order.not_found');
      const unpaid = await bought({ payment_token: 'tok_declined' });
      expect(codeOf(await cancel(unpaid.orderId, [unpaid.mugs, 1]))).to.equal('409 order.illegal_transition');
      expect(await market.shelf(mug)).to.include({ reserved: 3, promised: 3 });
      const { client } = unpaid;
      expect(codeOf(await client.post(`/api/admin/orders/${orderId}/cancel`))).to.equal('403 account.forbidden');
    });

    it('and shipping them at the same instant has one winner (ORD-16)', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 3 }, async () => {
          const { orderId, mugs, accountId } = await bought();
          const [off, out] = await Promise.all([
            cancel(orderId, [mugs, 3]),
            shop.container
              .get(TOKENS.moveShipment)
              .execute({ orderId: id<OrderId>(orderId), to: 'shipped', tracking: {}, movedBy: accountId as CustomerId }),
          ]);
          expect(out).to.equal(undefined);
          const packed = await shop.knex('shipment_lines').where({ order_line_id: mugs });
          const gone = packed.reduce((sum, { quantity }) => sum + (quantity as number), 0);
          if (off.status === 409) expect([codeOf(off), gone]).to.deep.equal(['409 order.already_shipped', 3]);
          else expect([off.status, gone]).to.deep.equal([200, 0]);
          return 3 - gone;
        }),
      );
      const { onHand, reserved, moved } = await market.shelf(mug);
      expect([onHand + reserved, moved]).to.deep.equal([10 - 9 + outcomes.reduce((sum, kept) => sum + kept, 0), onHand]);
    });
  });
});
