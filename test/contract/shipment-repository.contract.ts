import { expect } from 'chai';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import type { ShipmentRepository } from '../../src/application/shipping/ports/shipment-repository.js';
import { id, type AccountId, type OrderId, type OrderLineId, type ShipmentId } from '../../src/domain/shared/ids.js';
import { aShipment } from '../support/builders/a-shipment.js';
import { rejection } from '../support/rejection.js';

const LATER = new Date('2026-03-02T08:30:00.000Z');
const CLERK = id<AccountId>('019cb000-0000-7000-8000-0000000000c1');

let made = 0;
const fresh = () => {
  const number = String((made += 1)).padStart(12, '0');
  return { id: id<ShipmentId>(`019cb000-0000-7000-a000-${number}`), orderId: id<OrderId>(`019cb000-0000-7000-b000-${number}`) };
};

/** What every ShipmentRepository promises. */
export function shipmentRepositoryContract(create: () => UnitOfWork<{ shipments: ShipmentRepository }>): void {
  describe('as a ShipmentRepository', () => {
    it('knows nothing of an order that was never prepared', async () => {
      expect(await create().run(({ shipments }) => shipments.ofOrder(fresh().orderId))).to.deep.equal([]);
    });

    it('gives back what it was given, with its whole history', async () => {
      const [store, ids] = [create(), fresh()];
      const lines = [
        { orderLineId: id<OrderLineId>('019cb000-0000-7000-8000-0000000000d1'), quantity: 1 },
        { orderLineId: id<OrderLineId>('019cb000-0000-7000-8000-0000000000d2'), quantity: 7 },
      ];
      await store.run(({ shipments }) => shipments.save(aShipment({ ...ids, lines })));
      const state = await store.run(async ({ shipments }) => {
        const [shipment] = await shipments.ofOrder(ids.orderId);
        shipment!.advance('processing', {}, null, LATER);
        shipment!.advance('shipped', { carrier: 'DHL', trackingNumber: 'JD014600' }, CLERK, LATER);
        await shipments.save(shipment!);
        return shipment!.toState();
      });

      const [found] = await store.run(({ shipments }) => shipments.ofOrder(ids.orderId));
      expect(found?.toState()).to.deep.equal(state);
      expect(found?.version).to.equal(2);
      expect(found?.pullEvents(), 'loading is not news').to.deep.equal([]);
    });

    it('tells the shipments of an order in the order of making', async () => {
      const [store, { orderId }] = [create(), fresh()];
      const [second, first] = [fresh().id, fresh().id];
      await store.run(({ shipments }) => shipments.save(aShipment({ id: second, orderId, number: 2 })));
      await store.run(({ shipments }) => shipments.save(aShipment({ id: first, orderId, number: 1 })));

      const found = await store.run(({ shipments }) => shipments.ofOrder(orderId));
      expect(found.map(({ id: shipment }) => shipment)).to.deep.equal([first, second]);
    });

    it('makes the first shipment of an order once', async () => {
      const [store, { orderId }] = [create(), fresh()];
      await store.run(({ shipments }) => shipments.save(aShipment({ id: fresh().id, orderId })));

      const again = store.run(({ shipments }) => shipments.save(aShipment({ id: fresh().id, orderId })));
      expect(await rejection(again)).to.be.instanceOf(ConcurrencyConflict);
    });

    it('makes many at once, and knows which orders have one', async () => {
      const [store, first, second, none] = [create(), fresh(), fresh(), fresh()];
      const made = [aShipment(first), aShipment(second)];
      await store.run(({ shipments }) => shipments.addAll(made));

      const orderIds = [first.orderId, second.orderId, none.orderId];
      expect([...(await store.run(({ shipments }) => shipments.preparedOf(orderIds)))]).to.have.members([first.orderId, second.orderId]);
      const [found] = await store.run(({ shipments }) => shipments.ofOrder(second.orderId));
      expect(found?.toState()).to.deep.equal(made[1]?.toState());
      expect(found?.version).to.equal(1);
    });

    it('makes none of many when one of them is there already', async () => {
      const [store, first, second] = [create(), fresh(), fresh()];
      await store.run(({ shipments }) => shipments.save(aShipment(second)));

      const twin = aShipment({ ...second, id: fresh().id });
      expect(await rejection(store.run(({ shipments }) => shipments.addAll([aShipment(first), twin])))).to.be.instanceOf(
        ConcurrencyConflict,
      );
      expect(await store.run(({ shipments }) => shipments.ofOrder(first.orderId))).to.deep.equal([]);
    });

    it('refuses to overwrite a change it has not seen', async () => {
      const [store, ids] = [create(), fresh()];
      await store.run(({ shipments }) => shipments.save(aShipment(ids)));
      const [mine, theirs] = await store.run(async ({ shipments }) => [
        (await shipments.ofOrder(ids.orderId))[0]!,
        (await shipments.ofOrder(ids.orderId))[0]!,
      ]);
      theirs.advance('shipped', {}, CLERK, LATER);
      await store.run(({ shipments }) => shipments.save(theirs));
      mine.advance('processing', {}, CLERK, LATER);

      expect(await rejection(store.run(({ shipments }) => shipments.save(mine)))).to.be.instanceOf(ConcurrencyConflict);
    });
  });
}
