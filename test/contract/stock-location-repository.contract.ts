import { expect } from 'chai';
import type { StockLedger } from '../../src/application/inventory/ports/stock-ledger.js';
import type { StockLocationRepository } from '../../src/application/inventory/ports/stock-location-repository.js';
import { ConcurrencyConflict } from '../../src/application/shared/errors.js';
import type { UnitOfWork } from '../../src/application/shared/ports/unit-of-work.js';
import { LocationCodeTaken, LocationInUse } from '../../src/domain/inventory/inventory-errors.js';
import { StockLocation } from '../../src/domain/inventory/stock-location.js';
import type { LocationId, VariantId } from '../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../src/infrastructure/system/uuid-generator.js';
import { rejection } from '../support/rejection.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const LATER = new Date('2026-01-31T12:15:00.000Z');
const ids = new UuidGenerator();

export interface StockLocationsWorld {
  readonly store: UnitOfWork<{ stock: StockLedger; stockLocations: StockLocationRepository }>;
  newVariant(): Promise<VariantId>;
}

let places = 0;

/** What every StockLocationRepository promises. */
export function stockLocationsContract(create: () => StockLocationsWorld): void {
  describe('as a StockLocationRepository', () => {
    const open = async ({ store }: StockLocationsWorld, code = `place-${(places += 1)}`): Promise<StockLocation> => {
      const location = StockLocation.open({ id: ids.next<LocationId>(), code, name: 'Some place', priority: 500 }, NOON);
      await store.run(({ stockLocations }) => stockLocations.save(location));
      return location;
    };
    const find = ({ store }: StockLocationsWorld, locationId: LocationId) =>
      store.run(({ stockLocations }) => stockLocations.find(locationId));

    it('keeps a place as it is', async () => {
      const world = create();
      const opened = await open(world);
      const found = await find(world, opened.id);
      expect(found?.toState()).to.deep.equal(opened.toState());
      expect(found?.version).to.equal(1);
      expect(await find(world, ids.next<LocationId>())).to.equal(undefined);
    });

    it('finds by id and by code, in any case', async () => {
      const world = create();
      const { id, ...rest } = (await open(world)).toState();
      const named = (name: string) => world.store.run(({ stockLocations }) => stockLocations.keepOpen(name));
      expect([await named(id), await named(rest.code.toUpperCase()), await named('elsewhere')]).to.deep.equal([id, id, undefined]);
    });

    it('saves a change once, and refuses whoever is late', async () => {
      const world = create();
      const { id } = await open(world);
      const [mine, theirs] = [await find(world, id), await find(world, id)];
      mine?.revise({ name: 'Cellar', priority: 7 }, LATER);
      await world.store.run(({ stockLocations }) => stockLocations.save(mine!));
      expect((await find(world, id))?.toState()).to.include({ name: 'Cellar', priority: 7 });
      theirs?.revise({ name: 'Attic' }, LATER);
      expect(await rejection(world.store.run(({ stockLocations }) => stockLocations.save(theirs!)))).to.be.instanceOf(ConcurrencyConflict);
    });

    it('lets no two open places have one code, and frees it when the place is closed', async () => {
      const world = create();
      await open(world);
      const first = await open(world, 'corner');
      expect(await rejection(open(world, 'CORNER'))).to.be.instanceOf(LocationCodeTaken);
      await world.store.run(async ({ stockLocations }) => {
        const found = await stockLocations.find(first.id);
        found?.close(await stockLocations.useOf(found), LATER);
        await stockLocations.save(found!);
      });
      expect(await find(world, first.id)).to.equal(undefined);
      expect((await open(world, 'Corner')).toState().code).to.equal('Corner');
    });

    it('knows what lies in a place, and that goods have to lie somewhere', async () => {
      const world = create();
      const [mug, other, { id }] = [await world.newVariant(), await open(world), await open(world)];
      await world.store.run(({ stock }) => stock.change(mug, 4, 'received', NOON, { locationId: id }));
      const use = await world.store.run(async ({ stockLocations }) => stockLocations.useOf((await stockLocations.find(id))!));
      expect(use).to.deep.equal({ onHand: 4, isOnlyOne: false });
      expect(() => other.close({ onHand: 0, isOnlyOne: true }, LATER)).to.throw(LocationInUse);
      expect(() => other.close(use, LATER)).to.throw(LocationInUse, '4 pieces');
    });
  });
}
