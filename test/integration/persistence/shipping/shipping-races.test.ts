import { expect } from 'chai';
import { ForgetAddress } from '../../../../src/application/shipping/forget-address.js';
import { MoveShipment } from '../../../../src/application/shipping/move-shipment.js';
import { PrepareShipmentOnOrderConfirmed } from '../../../../src/application/shipping/prepare-shipment-on-order-confirmed.js';
import { ReviseAddress } from '../../../../src/application/shipping/revise-address.js';
import { SaveAddress } from '../../../../src/application/shipping/save-address.js';
import { OrderAlreadyShipped, OrderNotFound } from '../../../../src/domain/order/order-errors.js';
import type { OrderConfirmed } from '../../../../src/domain/order/order-events.js';
import { SYSTEM } from '../../../../src/domain/order/order-state.js';
import type { AccountId, CustomerId, OrderId } from '../../../../src/domain/shared/ids.js';
import { OrderNotReadyToShip } from '../../../../src/domain/shipping/shipment-errors.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { anOrder, NOON } from '../../../support/builders/an-order.js';
import { testDatabase } from '../../../support/test-database.js';

const HOME = { addressLine1: '1 Main St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };

describe('Shipping at the same instant', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();
  const store = () => new KnexUnitOfWork(database.knex, ids);
  const clock = { now: () => NOON };
  const buyers = { find: async () => ({ email: 'ada@example.com', name: 'Ada', isVerified: true }) };

  describe('in one address book', () => {
    const bookOf = (customer: CustomerId) => store().run(({ addressBooks }) => addressBooks.of(customer));

    it('adds twenty first addresses with exactly one default of each kind (ACC-16)', async () => {
      const customerId = ids.next<CustomerId>();
      await Promise.all(Array.from({ length: 20 }, () => new SaveAddress(store(), buyers, ids).execute({ customerId, address: HOME })));

      const { entries } = await bookOf(customerId);
      expect(entries).to.have.lengthOf(20);
      expect(entries.filter(({ isDefaultShipping }) => isDefaultShipping)).to.have.lengthOf(1);
      expect(entries.filter(({ isDefaultBilling }) => isDefaultBilling)).to.have.lengthOf(1);
    });

    it('lets every address ask to be the default and one of them be it (ACC-16)', async () => {
      const customerId = ids.next<CustomerId>();
      const save = new SaveAddress(store(), buyers, ids);
      const addresses = [];
      for (let count = 0; count < 12; count += 1) addresses.push(await save.execute({ customerId, address: HOME }));
      await Promise.all(
        addresses.map((addressId) =>
          new ReviseAddress(store(), buyers).execute({
            customerId,
            addressId,
            address: {},
            isDefaultShipping: true,
            isDefaultBilling: true,
          }),
        ),
      );

      const { entries } = await bookOf(customerId);
      expect(entries.filter(({ isDefaultShipping }) => isDefaultShipping)).to.have.lengthOf(1);
      expect(entries.filter(({ isDefaultBilling }) => isDefaultBilling)).to.have.lengthOf(1);
    });

    it('keeps a default while addresses come and go (ACC-16)', async () => {
      const customerId = ids.next<CustomerId>();
      const save = new SaveAddress(store(), buyers, ids);
      const old = [await save.execute({ customerId, address: HOME }), await save.execute({ customerId, address: HOME })];
      await Promise.all([
        ...old.map((addressId) => new ForgetAddress(store()).execute({ customerId, addressId })),
        ...Array.from({ length: 4 }, () => save.execute({ customerId, address: HOME, isDefaultBilling: true })),
      ]);

      const book = await bookOf(customerId);
      expect(book.entries).to.have.lengthOf(4);
      expect(book.defaultShipping).to.not.equal(undefined);
      expect(book.defaultBilling).to.not.equal(undefined);
    });
  });

  describe('of one order', () => {
    const aConfirmedOrder = async (): Promise<OrderId> => {
      const orderId = ids.next<OrderId>();
      const order = anOrder({ id: orderId, cartId: ids.next(), number: `P-${orderId.slice(-9)}` });
      order.confirm({ paymentId: null }, NOON);
      await store().run(({ orders }) => orders.save(order));
      return orderId;
    };
    const left: OrderId[] = [];
    const stock = { ship: async (orderId: OrderId) => void left.push(orderId) };
    const move = new MoveShipment({ run: (work) => store().run((scope) => work({ ...scope, stock })) }, clock, ids);
    const ship = (orderId: OrderId) => move.execute({ orderId, to: 'shipped', tracking: {}, movedBy: ids.next<AccountId>() });
    const cancel = (orderId: OrderId) =>
      store().run(async ({ orders, shipments }) => {
        const order = await orders.find(orderId);
        if (!order) throw new OrderNotFound();
        const hasShipped = (await shipments.ofOrder(orderId)).some(({ status }) => status === 'shipped');
        order.cancel('requested_by_customer', { by: SYSTEM, hasShipped }, NOON);
        await orders.save(order);
      });

    it('either cancels or ships, never both (ORD-16)', async () => {
      for (let round = 0; round < 20; round += 1) {
        const orderId = await aConfirmedOrder();
        left.length = 0;
        const [cancelled, shipped] = await Promise.allSettled([cancel(orderId), ship(orderId)]);

        expect([cancelled.status, shipped.status]).to.have.members(['fulfilled', 'rejected']);
        if (cancelled.status === 'rejected') expect(cancelled.reason).to.be.instanceOf(OrderAlreadyShipped);
        if (shipped.status === 'rejected') expect(shipped.reason).to.be.instanceOf(OrderNotReadyToShip);
        expect(left).to.have.lengthOf(shipped.status === 'fulfilled' ? 1 : 0);
      }
    });

    it('ships once, however many clerks press the button', async () => {
      const orderId = await aConfirmedOrder();
      left.length = 0;
      await Promise.all(Array.from({ length: 10 }, () => ship(orderId)));

      expect(left).to.deep.equal([orderId]);
      const events = await database.knex('outbox').where('type', 'shipment.shipped').whereRaw(`payload ->> 'orderId' = ?`, [orderId]);
      expect(events).to.have.lengthOf(1);
    });

    it('lays out one parcel, whoever comes first', async () => {
      const orderId = await aConfirmedOrder();
      const prepare = new PrepareShipmentOnOrderConfirmed(store(), clock, ids);
      const event = { aggregateId: orderId as string } as OrderConfirmed;
      await Promise.all([prepare.handle(event), ship(orderId), prepare.handle(event), prepare.handle(event)]);

      const shipments = await store().run((scope) => scope.shipments.ofOrder(orderId));
      expect(shipments.map(({ status }) => status)).to.deep.equal(['shipped']);
    });
  });
});
