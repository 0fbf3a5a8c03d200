import { expect } from 'chai';
import { CancelShipmentsOnOrderCancelled } from '../../../../src/application/shipping/cancel-shipments-on-order-cancelled.js';
import { MoveShipment, type MoveShipmentInput } from '../../../../src/application/shipping/move-shipment.js';
import { PrepareShipmentOnOrderConfirmed } from '../../../../src/application/shipping/prepare-shipment-on-order-confirmed.js';
import { OrderNotFound } from '../../../../src/domain/order/order-errors.js';
import type { OrderCancelled, OrderConfirmed } from '../../../../src/domain/order/order-events.js';
import { SYSTEM, type OrderStatus } from '../../../../src/domain/order/order-state.js';
import { id, type AccountId, type OrderId } from '../../../../src/domain/shared/ids.js';
import {
  IllegalShipmentTransition,
  OrderNotReadyToShip,
  SeveralShipments,
  ShippingNotCancelledHere,
} from '../../../../src/domain/shipping/shipment-errors.js';
import type { ShipmentStatus } from '../../../../src/domain/shipping/shipment-state.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { aShipment } from '../../../support/builders/a-shipment.js';
import { anOrder, NOON, ORDER_ID } from '../../../support/builders/an-order.js';
import { InMemoryOrderRepository } from '../../../support/fakes/in-memory-order-repository.js';
import { InMemoryShipmentRepository } from '../../../support/fakes/in-memory-shipment-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';
import { rejection } from '../../../support/rejection.js';

const CLERK = id<AccountId>('clerk');
const orderId = id<OrderId>(ORDER_ID);

describe('Moving a shipment', () => {
  const setUp = async (status: OrderStatus = 'confirmed') => {
    const leavings: string[] = [];
    const store = new InMemoryUnitOfWork((trx) => ({
      orders: new InMemoryOrderRepository(trx),
      shipments: new InMemoryShipmentRepository(trx),
      stock: { ship: async (order: OrderId) => void leavings.push(order) },
    }));
    const clock = { now: () => NOON };
    const order = anOrder();
    if (status === 'confirmed' || status === 'completed') order.confirm({ paymentId: null }, NOON);
    if (status === 'completed') order.complete(SYSTEM, NOON);
    if (status === 'cancelled') order.cancel('requested_by_customer', { by: SYSTEM, hasShipped: false }, NOON);
    if (status === 'expired') order.expire(NOON);
    await store.run(({ orders }) => orders.save(order));
    const move = new MoveShipment(store, clock, new UuidGenerator());
    return {
      store,
      leavings,
      prepare: new PrepareShipmentOnOrderConfirmed(store, clock, new UuidGenerator()),
      cancelShipments: new CancelShipmentsOnOrderCancelled(store, clock),
      move: (to: ShipmentStatus, given: Partial<MoveShipmentInput> = {}) =>
        move.execute({ orderId, to, tracking: {}, movedBy: CLERK, ...given }),
      shipments: () => store.run(async ({ shipments }) => (await shipments.ofOrder(orderId)).map((shipment) => shipment.toState())),
      orderStatus: () => store.run(async ({ orders }) => (await orders.find(orderId))?.status),
    };
  };
  const confirmed = { aggregateId: ORDER_ID } as OrderConfirmed;
  const cancelled = { aggregateId: ORDER_ID } as OrderCancelled;

  it('makes the shipment that nobody has laid out yet, with all the lines', async () => {
    const { move, shipments } = await setUp();
    await move('processing');

    const [shipment, ...others] = await shipments();
    expect(others).to.deep.equal([]);
    expect(shipment).to.include({ status: 'processing', number: 1 });
    expect(shipment?.lines).to.deep.equal([{ orderLineId: id('01900000-0000-7000-8000-0000000000c1'), quantity: 2 }]);
  });

  it('takes the goods out of the stock when they leave, once (STK-07)', async () => {
    const { move, leavings, store } = await setUp();
    await move('shipped', { tracking: { carrier: 'DHL', trackingNumber: 'JD01' } });
    await move('shipped', { tracking: { trackingNumber: 'JD014600' } });

    expect(leavings).to.deep.equal([ORDER_ID]);
    expect(store.published.filter((type) => type.startsWith('shipment.'))).to.deep.equal(['shipment.shipped']);
  });

  it('lets a repeated status change nothing but the tracking', async () => {
    const { move, shipments } = await setUp();
    await move('shipped', { tracking: { carrier: 'DHL' } });
    await move('shipped', { tracking: { trackingNumber: 'JD014600' } });
    await move('shipped');

    const [shipment] = await shipments();
    expect(shipment).to.include({ status: 'shipped', carrier: 'DHL', trackingNumber: 'JD014600' });
    expect(shipment?.history.map(({ to }) => to)).to.deep.equal(['pending', 'shipped', 'shipped']);
  });

  it('completes the order when everything has arrived', async () => {
    const { move, orderStatus, store } = await setUp();
    await move('shipped');
    expect(await orderStatus()).to.equal('confirmed');
    await move('delivered');
    await move('delivered');

    expect(await orderStatus()).to.equal('completed');
    expect(store.published.slice(-2)).to.have.members(['shipment.delivered', 'order.completed']);
  });

  it('takes goods back after the order is complete', async () => {
    const { move, shipments, orderStatus } = await setUp();
    await move('shipped');
    await move('delivered');
    await move('returned');

    expect((await shipments())[0]?.status).to.equal('returned');
    expect(await orderStatus()).to.equal('completed');
  });

  for (const status of ['pending', 'cancelled', 'expired'] as const) {
    it(`ships nothing of an order that is ${status}`, async () => {
      const { move, shipments, leavings } = await setUp(status);
      expect(await rejection(move('shipped'))).to.be.instanceOf(OrderNotReadyToShip);
      expect(await shipments()).to.deep.equal([]);
      expect(leavings).to.deep.equal([]);
    });
  }

  it('sends those who want to cancel to the order', async () => {
    const { move } = await setUp();
    expect(await rejection(move('cancelled'))).to.be.instanceOf(ShippingNotCancelledHere);
  });

  it('does not skip or go back', async () => {
    const { move, leavings } = await setUp();
    expect(await rejection(move('delivered'))).to.be.instanceOf(IllegalShipmentTransition);
    await move('shipped');
    expect(await rejection(move('processing'))).to.be.instanceOf(IllegalShipmentTransition);
    expect(leavings).to.deep.equal([ORDER_ID]);
  });

  it('asks which one is meant when there are several', async () => {
    const { move, store } = await setUp();
    await store.run(async ({ shipments }) => {
      await shipments.save(aShipment({ id: id('one'), orderId, number: 1 }));
      await shipments.save(aShipment({ id: id('two'), orderId, number: 2 }));
    });
    expect(await rejection(move('shipped'))).to.be.instanceOf(SeveralShipments);
  });

  it('does not know an unknown order', async () => {
    const { move } = await setUp();
    expect(await rejection(move('shipped', { orderId: id('unknown') }))).to.be.instanceOf(OrderNotFound);
  });

  describe('by itself', () => {
    it('lays out the parcel of a confirmed order, once', async () => {
      const { prepare, shipments } = await setUp();
      await prepare.handle(confirmed);
      await prepare.handle(confirmed);
      expect((await shipments()).map(({ status }) => status)).to.deep.equal(['pending']);
    });

    it('leaves alone what somebody has already sent', async () => {
      const { prepare, move, shipments } = await setUp();
      await move('shipped');
      await prepare.handle(confirmed);
      expect((await shipments()).map(({ status }) => status)).to.deep.equal(['shipped']);
    });

    it('lays out nothing for an order that was cancelled meanwhile', async () => {
      const { prepare, shipments } = await setUp('cancelled');
      await prepare.handle(confirmed);
      expect(await shipments()).to.deep.equal([]);
    });

    it('takes the parcel of a cancelled order off the table, once', async () => {
      const { prepare, cancelShipments, shipments } = await setUp();
      await prepare.handle(confirmed);
      await cancelShipments.handle(cancelled);
      await cancelShipments.handle(cancelled);

      const [shipment] = await shipments();
      expect(shipment?.history.map(({ from, to }) => `${from} → ${to}`)).to.deep.equal(['null → pending', 'pending → cancelled']);
    });
  });
});
