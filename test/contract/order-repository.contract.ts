import { expect } from 'chai';
import type { OrderRepository } from '../../src/application/order/ports/order-repository.js';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { SYSTEM } from '../../src/domain/order/order-state.js';
import { id, type CartId, type CustomerId, type OrderId } from '../../src/domain/shared/ids.js';
import { Money } from '../../src/domain/shared/money.js';
import { anOrder, anOrderLine, NOON } from '../support/builders/an-order.js';
import { rejection } from '../support/rejection.js';

let made = 0;
const next = () => String((made += 1)).padStart(12, '0');
/** Each order is its own: another id, number, cart and customer. */
const anotherOrder = (given: Parameters<typeof anOrder>[0] = {}) => {
  const tail = next();
  return anOrder({
    id: id<OrderId>(`01900000-0000-7000-8000-${tail}`),
    number: `P-${tail}`,
    cartId: id<CartId>(`01900000-0000-7000-9000-${tail}`),
    customerId: id<CustomerId>(`01900000-0000-7000-a000-${tail}`),
    ...given,
  });
};

/** What every OrderRepository promises. The fake and the real one both run it, so the fake cannot lie. */
export function orderRepositoryContract(create: () => UnitOfWork<{ orders: OrderRepository }>): void {
  describe('as an OrderRepository', () => {
    it('gives back the order it was given', async () => {
      const store = create();
      const usd = (minor: number) => Money.of(minor, 'USD');
      const lines = [
        anOrderLine({ discount: usd(100), tax: usd(7) }),
        anOrderLine({ id: id('01900000-0000-7000-8000-0000000000c2'), variantTitle: 'Blue', description: "Café's “best”" }),
      ];
      const order = anotherOrder({ lines, discount: usd(100), tax: usd(7), shippingAddressId: '01900000-0000-7000-8000-0000000000ad' });
      await store.run(({ orders }) => orders.save(order));

      const found = await store.run(({ orders }) => orders.find(order.id));

      expect(found?.toState()).to.deep.equal(order.toState());
      expect(found?.pullEvents(), 'loading is not news').to.be.empty;
      expect(found?.version).to.equal(1);
    });

    it('does not find what is not there', async () => {
      expect(await create().run(({ orders }) => orders.find(id('01900000-0000-7000-8000-ffffffffffff')))).to.be.undefined;
    });

    it('keeps what became of an order', async () => {
      const store = create();
      const { id: orderId } = await store.run(async ({ orders }) => {
        const order = anotherOrder();
        await orders.save(order);
        return order;
      });
      await store.run(async ({ orders }) => {
        const order = await orders.find(orderId);
        order!.awaitPayment(new Date('2026-02-01T00:00:00.000Z'), NOON);
        order!.confirm({ paymentId: null }, NOON);
        await orders.save(order!);
      });

      const found = await store.run(({ orders }) => orders.find(orderId));
      expect(found?.status).to.equal('confirmed');
      expect(found?.toState().payBy).to.deep.equal(new Date('2026-02-01T00:00:00.000Z'));
      expect(found?.version).to.equal(2);
    });

    it('refuses to overwrite a change it has not seen', async () => {
      const store = create();
      const order = anotherOrder();
      await store.run(({ orders }) => orders.save(order));
      const [mine, theirs] = await store.run(async ({ orders }) => [await orders.find(order.id), await orders.find(order.id)]);
      theirs!.expire(NOON);
      await store.run(({ orders }) => orders.save(theirs!));
      mine!.cancel('requested_by_shop', { by: SYSTEM, hasShipped: false }, NOON);

      expect(await rejection(store.run(({ orders }) => orders.save(mine!)))).to.be.instanceOf(ConcurrencyConflict);
    });

    it('makes one order of one cart (ORD-01)', async () => {
      const store = create();
      const first = anotherOrder();
      await store.run(({ orders }) => orders.save(first));

      const second = anotherOrder({ cartId: first.cartId });
      expect(await rejection(store.run(({ orders }) => orders.save(second)))).to.be.instanceOf(ConcurrencyConflict);
      expect(await store.run(({ orders }) => orders.find(second.id)), 'no half of it either').to.be.undefined;
    });

    it('knows what a customer placed last, within the time that is asked for', async () => {
      const store = create();
      const customerId = id<CustomerId>(`01900000-0000-7000-b000-${next()}`);
      const early = anotherOrder({ customerId });
      const late = anotherOrder({ customerId, placedAt: new Date(NOON.getTime() + 1000) });
      await store.run(async ({ orders }) => {
        await orders.save(early);
        await orders.save(late);
      });

      const lastSince = (since: Date) => store.run(async ({ orders }) => (await orders.lastPlacedBy(customerId, since))?.id);
      expect(await lastSince(NOON)).to.equal(late.id);
      expect(await lastSince(new Date(NOON.getTime() + 1001))).to.be.undefined;
    });

    it('keeps nothing of a unit of work that fails (ORD-03)', async () => {
      const store = create();
      const order = anotherOrder();
      await rejection(
        store.run(async ({ orders }) => {
          await orders.save(order);
          throw new Error('power cut');
        }),
      );

      expect(await store.run(({ orders }) => orders.find(order.id))).to.be.undefined;
    });
  });
}
