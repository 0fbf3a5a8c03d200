import { expect } from 'chai';
import type { StockLedger } from '../../src/application/inventory/ports/stock-ledger.js';
import type { StockRoom, StockTerms } from '../../src/application/inventory/ports/stock-room.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { AwaitingStock, BackordersOpen, NotEnoughThere, StockBelowReserved } from '../../src/domain/inventory/inventory-errors.js';
import { id, type LocationId, type OrderId, type VariantId } from '../../src/domain/shared/ids.js';
import { rejection } from '../support/rejection.js';
import { shortages } from '../support/shortages.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const LATER = new Date('2026-01-31T12:15:00.000Z');

export interface StockLedgerWorld {
  readonly store: UnitOfWork<{ stock: StockLedger; stockRoom: StockRoom }>;
  /** A variant that nobody has given any stock. */
  newVariant(): Promise<VariantId>;
  /** Undefined while the variant has no stock. */
  levelOf(variantId: VariantId): Promise<{ onHand: number; reserved: number } | undefined>;
  /** `shipped -2` and the like, oldest first. */
  movementsOf(variantId: VariantId): Promise<string[]>;
  /** Two places: goods are taken from the first as long as there are some. */
  places(): Promise<readonly [first: LocationId, second: LocationId]>;
  /** What lies where. */
  piecesAt(variantId: VariantId, locationId: LocationId): Promise<number>;
}

let orders = 0;
const anOrderId = () => id<OrderId>(`019cb000-0000-7000-8000-${String((orders += 1)).padStart(12, '0')}`);

/** What every StockLedger promises. */
export function stockLedgerContract(create: () => StockLedgerWorld): void {
  describe('as a StockLedger', () => {
    const stocked = async (world: StockLedgerWorld, pieces: number): Promise<VariantId> => {
      const variantId = await world.newVariant();
      await world.store.run(({ stock }) => stock.setAvailable(variantId, pieces, NOON));
      return variantId;
    };
    const reserve = ({ store }: StockLedgerWorld, orderId: OrderId, lines: Parameters<StockLedger['reserve']>[1]) =>
      shortages(store.run(({ stock }) => stock.reserve(orderId, lines, LATER)));

    it('sets aside what an order wants, and moves nothing', async () => {
      const world = create();
      const [mug, lamp] = [await stocked(world, 5), await stocked(world, 3)];
      const short = await reserve(world, anOrderId(), [
        { variantId: lamp, quantity: 1 },
        { variantId: mug, quantity: 5 },
      ]);

      expect(short).to.deep.equal([]);
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 5, reserved: 5 });
      expect(await world.levelOf(lamp)).to.deep.equal({ onHand: 3, reserved: 1 });
      expect(await world.movementsOf(mug)).to.deep.equal(['correction 5']);
    });

    it('takes all or nothing, and says what is short and what could be had', async () => {
      const world = create();
      const [mug, lamp, unknown] = [await stocked(world, 5), await stocked(world, 3), await world.newVariant()];
      const short = await reserve(world, anOrderId(), [
        { variantId: mug, quantity: 5 },
        { variantId: lamp, quantity: 4 },
        { variantId: unknown, quantity: 1 },
      ]);

      expect(short).to.have.deep.members([
        { variantId: lamp, requested: 4, available: 3 },
        { variantId: unknown, requested: 1, available: 0 },
      ]);
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 5, reserved: 0 });
    });

    it('judges lines that draw on the same stock on their sum (STK-03)', async () => {
      const world = create();
      const mug = await stocked(world, 3);
      const twice = [
        { variantId: mug, quantity: 2 },
        { variantId: mug, quantity: 2 },
      ];
      expect(await reserve(world, anOrderId(), twice)).to.deep.equal([{ variantId: mug, requested: 4, available: 3 }]);

      await world.store.run(({ stock }) => stock.setAvailable(mug, 4, NOON));
      expect(await reserve(world, anOrderId(), twice)).to.deep.equal([]);
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 4, reserved: 4 });
    });

    it('sells nothing twice: what is promised cannot be had (STK-09)', async () => {
      const world = create();
      const mug = await stocked(world, 3);
      await reserve(world, anOrderId(), [{ variantId: mug, quantity: 2 }]);

      const short = await reserve(world, anOrderId(), [{ variantId: mug, quantity: 2 }]);
      expect(short).to.deep.equal([{ variantId: mug, requested: 2, available: 1 }]);
    });

    it('gives back what an order holds, once', async () => {
      const world = create();
      const [mug, mine, theirs] = [await stocked(world, 5), anOrderId(), anOrderId()];
      await reserve(world, mine, [{ variantId: mug, quantity: 2 }]);
      await reserve(world, theirs, [{ variantId: mug, quantity: 1 }]);
      for (let time = 0; time < 3; time += 1) await world.store.run(({ stock }) => stock.release(mine));

      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 5, reserved: 1 });
      expect(await world.movementsOf(mug)).to.deep.equal(['correction 5']);
    });

    it('gives back some of what an order holds, and never more than that', async () => {
      const world = create();
      const [mug, lamp, mine, theirs] = [await stocked(world, 5), await stocked(world, 3), anOrderId(), anOrderId()];
      await reserve(world, mine, [
        { variantId: mug, quantity: 3 },
        { variantId: lamp, quantity: 2 },
      ]);
      await reserve(world, theirs, [{ variantId: mug, quantity: 1 }]);
      const giveBack = (variantId: VariantId, ...quantities: readonly number[]) =>
        world.store.run(({ stock }) =>
          stock.releaseSome(
            mine,
            quantities.map((quantity) => ({ variantId, quantity })),
          ),
        );
      await giveBack(mug, 1, 1);
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 5, reserved: 2 });
      await giveBack(mug, 7);
      await giveBack(mug, 1);
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 5, reserved: 1 });
      await world.store.run(({ stock }) => stock.release(mine));
      expect(await world.levelOf(lamp)).to.deep.equal({ onHand: 3, reserved: 0 });
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 5, reserved: 1 });
    });

    it('takes what is shipped out of the house, once (STK-07)', async () => {
      const world = create();
      const [mug, lamp, order] = [await stocked(world, 5), await stocked(world, 1), anOrderId()];
      await reserve(world, order, [
        { variantId: mug, quantity: 2 },
        { variantId: lamp, quantity: 1 },
      ]);
      for (let time = 0; time < 2; time += 1) await world.store.run(({ stock }) => stock.ship(order, LATER));

      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 3, reserved: 0 });
      expect(await world.levelOf(lamp)).to.deep.equal({ onHand: 0, reserved: 0 });
      expect(await world.movementsOf(mug)).to.deep.equal(['correction 5', 'shipped -2']);
      await world.store.run(({ stock }) => stock.release(order));
      expect(await world.levelOf(mug), 'what has left is not given back').to.deep.equal({ onHand: 3, reserved: 0 });
    });

    it('reserves more for an order beside what it holds', async () => {
      const world = create();
      const [mug, order] = [await stocked(world, 5), anOrderId()];
      await reserve(world, order, [{ variantId: mug, quantity: 2 }]);
      await reserve(world, order, [{ variantId: mug, quantity: 1 }]);
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 5, reserved: 3 });

      await world.store.run(({ stock }) => stock.release(order));
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 5, reserved: 0 });
    });

    it('writes down why there is more or less on hand, and nothing when nothing moved', async () => {
      const world = create();
      const mug = await world.newVariant();
      expect(await world.levelOf(mug)).to.equal(undefined);
      await world.store.run(async ({ stock }) => {
        await stock.change(mug, 7, 'received', NOON);
        await stock.change(mug, 0, 'correction', NOON);
        await stock.setAvailable(mug, 7, NOON);
        await stock.setOnHand(mug, 7, NOON);
        await stock.change(mug, -2, 'correction', LATER);
        await stock.change(mug, 1, 'returned', LATER);
        await stock.setOnHand(mug, 4, LATER);
      });

      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 4, reserved: 0 });
      expect(await world.movementsOf(mug)).to.deep.equal(['received 7', 'correction -2', 'returned 1', 'correction -2']);
    });

    it('sets what can be sold beside what is reserved', async () => {
      const world = create();
      const mug = await stocked(world, 5);
      await reserve(world, anOrderId(), [{ variantId: mug, quantity: 3 }]);
      await world.store.run(({ stock }) => stock.setAvailable(mug, 4, LATER));
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 7, reserved: 3 });

      await world.store.run(({ stock }) => stock.setAvailable(mug, 0, LATER));
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 3, reserved: 3 });
      expect(await world.movementsOf(mug)).to.deep.equal(['correction 5', 'correction 2', 'correction -4']);
    });

    it('keeps what is promised in the house (STK-08)', async () => {
      const world = create();
      const mug = await stocked(world, 5);
      await reserve(world, anOrderId(), [{ variantId: mug, quantity: 3 }]);
      const { store } = world;
      const refusals = [
        await rejection(store.run(({ stock }) => stock.setOnHand(mug, 2, LATER))),
        await rejection(store.run(({ stock }) => stock.change(mug, -3, 'correction', LATER))),
      ];

      for (const refusal of refusals) {
        expect(refusal).to.be.instanceOf(StockBelowReserved);
        expect(refusal).to.deep.include({ code: 'inventory.below_reserved', kind: 'conflict' });
        expect(refusal).to.have.deep.property('details', { variant_id: mug, reserved: 3 });
      }
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 5, reserved: 3 });
      await store.run(({ stock }) => stock.setOnHand(mug, 3, LATER));
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 3, reserved: 3 });
    });

    const onTerms = async (world: StockLedgerWorld, pieces: number, terms: Partial<StockTerms>): Promise<VariantId> => {
      const variantId = await stocked(world, pieces);
      await world.store.run(({ stockRoom }) =>
        stockRoom.setTerms(variantId, { isTracked: true, backorderLimit: 0, lowStockAt: null, ...terms }),
      );
      return variantId;
    };
    const ship = ({ store }: StockLedgerWorld, orderId: OrderId) => store.run(({ stock }) => stock.ship(orderId, LATER));

    it('sells what is not there up to the limit, and no further (STK-10)', async () => {
      const world = create();
      const mug = await onTerms(world, 1, { backorderLimit: 3 });
      expect(await reserve(world, anOrderId(), [{ variantId: mug, quantity: 3 }])).to.deep.equal([]);
      const short = await reserve(world, anOrderId(), [{ variantId: mug, quantity: 2 }]);
      expect(short).to.deep.equal([{ variantId: mug, requested: 2, available: 1 }]);
      expect(await reserve(world, anOrderId(), [{ variantId: mug, quantity: 1 }])).to.deep.equal([]);
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 1, reserved: 4 });
      const { store } = world;
      for (const terms of [
        { isTracked: true, backorderLimit: 2, lowStockAt: null },
        { isTracked: false, backorderLimit: 9, lowStockAt: null },
      ])
        expect(await rejection(store.run(({ stockRoom }) => stockRoom.setTerms(mug, terms)))).to.be.instanceOf(BackordersOpen);
    });

    it('serves those first who ordered first, and ships nothing that has not come in (STK-10)', async () => {
      const world = create();
      const mug = await onTerms(world, 1, { backorderLimit: 10 });
      const [first, second, third] = [anOrderId(), anOrderId(), anOrderId()];
      for (const [order, quantity] of [
        [first, 2],
        [second, 2],
        [third, 1],
      ] as const)
        await reserve(world, order, [{ variantId: mug, quantity }]);
      const refusal = await rejection(ship(world, first));
      expect(refusal).to.be.instanceOf(AwaitingStock);
      expect(refusal).to.have.deep.property('details', { items: [{ variant_id: mug, waiting: 1 }] });

      await world.store.run(({ stock }) => stock.change(mug, 2, 'received', LATER));
      expect(await rejection(ship(world, third)), 'somebody who came later').to.be.instanceOf(AwaitingStock);
      await ship(world, first);
      expect(await rejection(ship(world, second))).to.have.deep.property('details', { items: [{ variant_id: mug, waiting: 1 }] });
      await world.store.run(({ stock }) => stock.release(second));
      await ship(world, third);
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 0, reserved: 0 });
    });

    it('takes an echo of what can be sold for no wish to change it', async () => {
      const world = create();
      const mug = await onTerms(world, 1, { backorderLimit: 5 });
      await reserve(world, anOrderId(), [{ variantId: mug, quantity: 4 }]);
      await world.store.run(({ stock }) => stock.setAvailable(mug, 0, LATER));
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 1, reserved: 4 });
    });

    it('changes nothing when what nobody counts is sold a thousand times (STK-11)', async () => {
      const world = create();
      const song = await world.newVariant();
      await world.store.run(({ stock }) => stock.openUncounted(song));
      const before = await world.levelOf(song);
      await world.store.run(async ({ stock }) => {
        for (let sale = 0; sale < 1000; sale += 1) await stock.reserve(anOrderId(), [{ variantId: song, quantity: 1 }], LATER);
      });
      const order = anOrderId();
      await reserve(world, order, [{ variantId: song, quantity: 999 }]);
      await ship(world, order);
      await world.store.run(({ stock }) => stock.setAvailable(song, 999, LATER));
      expect(await world.levelOf(song)).to.deep.equal(before);
      expect(await world.movementsOf(song)).to.deep.equal([]);
    });

    it('knows where things lie, and takes what is sold from the first place first', async () => {
      const world = create();
      const [first, second] = await world.places();
      const [mug, order] = [await world.newVariant(), anOrderId()];
      await world.store.run(async ({ stock }) => {
        await stock.change(mug, 3, 'received', NOON);
        await stock.change(mug, 4, 'received', NOON, { locationId: second });
      });
      await reserve(world, order, [{ variantId: mug, quantity: 5 }]);
      await ship(world, order);

      expect([await world.piecesAt(mug, first), await world.piecesAt(mug, second)]).to.deep.equal([0, 2]);
      expect(await world.movementsOf(mug)).to.deep.equal(['received 3', 'received 4', 'shipped -3', 'shipped -2']);
    });

    it('carries things from one place to another, and no more than lie there', async () => {
      const world = create();
      const [first, second] = await world.places();
      const mug = await stocked(world, 5);
      const carry = (pieces: number, from: LocationId, to: LocationId) =>
        world.store.run(({ stockRoom }) => stockRoom.transfer(mug, pieces, from, to, LATER));
      await carry(3, first, second);
      expect([await world.piecesAt(mug, first), await world.piecesAt(mug, second)]).to.deep.equal([2, 3]);
      const refusals = [
        await rejection(carry(3, first, second)),
        await rejection(world.store.run(({ stock }) => stock.change(mug, -3, 'damaged', LATER, { locationId: first }))),
      ];
      for (const refusal of refusals) {
        expect(refusal).to.be.instanceOf(NotEnoughThere);
        expect(refusal).to.have.deep.property('details', { variant_id: mug, on_hand: 2 });
      }
      await world.store.run(({ stock }) => stock.setOnHand(mug, 1, LATER, { reason: 'lost', locationId: second }));
      expect(await world.levelOf(mug)).to.deep.equal({ onHand: 3, reserved: 0 });
      expect(await world.movementsOf(mug)).to.deep.equal(['correction 5', 'transferred -3', 'transferred 3', 'lost -2']);
    });

    it('counts its changes, but not what buyers do', async () => {
      const world = create();
      const mug = await world.newVariant();
      const version = () => world.store.run(async ({ stockRoom }) => (await stockRoom.hold(mug)).version);
      const versions = [await version()];
      await world.store.run(({ stock }) => stock.setAvailable(mug, 5, NOON));
      versions.push(await version());
      await reserve(world, anOrderId(), [{ variantId: mug, quantity: 1 }]);
      versions.push(await version());
      await world.store.run(({ stock }) => stock.change(mug, 1, 'found', NOON));
      versions.push(await version());
      expect(versions).to.deep.equal([0, 1, 1, 2]);
    });
  });
}
