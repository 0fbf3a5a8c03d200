import { expect } from 'chai';
import fc from 'fast-check';
import { StockLocation } from '../../../../src/domain/inventory/stock-location.js';
import { DomainError } from '../../../../src/domain/shared/domain-error.js';
import { id, type LocationId, type OrderId, type VariantId } from '../../../../src/domain/shared/ids.js';
import { KnexUnitOfWork, type Repositories } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { aStockedVariant } from '../../../support/builders/a-stocked-variant.js';
import { rejection } from '../../../support/rejection.js';
import { testDatabase } from '../../../support/test-database.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');
const MAIN = id<LocationId>('01900000-0000-7000-8000-000000000001');
const BACK = id<LocationId>('01900000-0000-7000-8000-000000000002');

interface Step {
  readonly what: 'reserve' | 'release' | 'ship' | 'change' | 'count' | 'sell' | 'transfer' | 'terms';
  readonly pieces: number;
  readonly which: number;
  readonly place: LocationId | undefined;
}

const STEP: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('reserve', 'release', 'ship', 'change', 'count', 'sell', 'transfer', 'terms'),
  pieces: fc.integer({ min: -4, max: 9 }),
  which: fc.nat(3),
  place: fc.constantFrom(undefined, MAIN, BACK),
});

describe('Stock in places', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();
  const store = () => new KnexUnitOfWork(database.knex, ids);
  const stocked = async (onHand: number) => (await aStockedVariant(database.knex, { onHand })).variantId;
  const placesOf = async (variantId: VariantId): Promise<Record<string, number>> => {
    const rows = await database.knex('stock_at').where({ variant_id: variantId }).select<{ location_id: string; on_hand: number }[]>();
    return Object.fromEntries(rows.map(({ location_id, on_hand }) => [location_id, on_hand]));
  };
  /** Whatever does not close: on hand against movements and places, each place against its movements, reserved against reservations. */
  const openBooks = async (): Promise<readonly unknown[]> => {
    const { rows } = await database.knex.raw<{ rows: readonly unknown[] }>(`
      select variant_id from stock s
      where on_hand <> coalesce((select sum(delta) from stock_movements m where m.variant_id = s.variant_id), 0)
        or on_hand <> coalesce((select sum(on_hand) from stock_at a where a.variant_id = s.variant_id), 0)
        or reserved <> coalesce((select sum(quantity) from reservations r where r.variant_id = s.variant_id), 0)
        or reserved > on_hand + backorder_limit
      union all
      select variant_id from stock_at a
      where on_hand <> coalesce((select sum(delta) from stock_movements m where m.variant_id = a.variant_id and m.location_id = a.location_id), 0)
        and variant_id not in (select variant_id from by_hand)`);
    return rows;
  };

  before(async () => {
    await database.knex.raw('create table by_hand (variant_id uuid)');
    await store().run(({ stockLocations }) =>
      stockLocations.save(StockLocation.open({ id: BACK, code: 'back', name: 'Behind the house', priority: 200 }, NOON)),
    );
  });

  const take = ({ what, pieces, place }: Step, variantId: VariantId, orderId: OrderId) => {
    const around = { locationId: place };
    const steps: Readonly<Record<Step['what'], (scope: Repositories) => Promise<void>>> = {
      reserve: ({ stock }) => stock.reserve(orderId, [{ variantId, quantity: Math.abs(pieces) + 1 }], NOON),
      release: ({ stock }) => stock.release(orderId),
      ship: ({ stock }) => stock.ship(orderId, NOON),
      change: ({ stock }) => stock.change(variantId, pieces, 'correction', NOON, around),
      count: ({ stock }) => stock.setOnHand(variantId, Math.abs(pieces), NOON, around),
      sell: ({ stock }) => stock.setAvailable(variantId, Math.abs(pieces), NOON),
      transfer: ({ stockRoom }) => stockRoom.transfer(variantId, Math.abs(pieces) + 1, place ?? MAIN, place === BACK ? MAIN : BACK, NOON),
      terms: ({ stockRoom }) =>
        stockRoom.setTerms(variantId, { isTracked: true, backorderLimit: Math.abs(pieces), lowStockAt: pieces < 0 ? null : pieces }),
    };
    return store()
      .run(steps[what])
      .catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
      });
  };

  it('keeps its books, whatever is done in whatever order (STK-07)', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(fc.array(STEP, { minLength: 5, maxLength: 25 }), async (steps) => {
        const variantId = await stocked(5);
        const orders = Array.from({ length: 4 }, () => ids.next<OrderId>());
        for (const step of steps) {
          await take(step, variantId, orders[step.which]!);
          expect(await openBooks()).to.deep.equal([]);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('keeps its books while everything is done at once (STK-07)', async function () {
    this.timeout(120_000);
    const shelf = [await stocked(20), await stocked(20)];
    const orders = Array.from({ length: 4 }, () => ids.next<OrderId>());
    const steps = fc.sample(STEP, { numRuns: 80, seed: 7 });
    await Promise.all(steps.map((step, index) => take(step, shelf[index % 2]!, orders[step.which]!)));
    expect(await openBooks()).to.deep.equal([]);
  });

  it('finds a place for what somebody writes by hand, the first first', async () => {
    const variantId = await stocked(5);
    await database.knex('by_hand').insert({ variant_id: variantId });
    const set = (on_hand: number) => database.knex('stock').where({ variant_id: variantId }).update({ on_hand });
    await store().run(({ stockRoom }) => stockRoom.transfer(variantId, 4, MAIN, BACK, NOON));
    await set(3);
    expect(await placesOf(variantId)).to.deep.equal({ [MAIN]: 0, [BACK]: 3 });
    await set(9);
    expect(await placesOf(variantId)).to.deep.equal({ [MAIN]: 6, [BACK]: 3 });
    await database.knex('stock_movements').insert({ variant_id: variantId, delta: 4, reason: 'found', at: NOON });
  });

  it('lets nobody put something into a place that is not on hand', async () => {
    const variantId = await stocked(5);
    const put = database.knex('stock_at').where({ variant_id: variantId }).update({ on_hand: 6 });
    expect(String(await rejection(Promise.resolve(put)))).to.contain('not what is on hand');
    expect(String(await rejection(Promise.resolve(database.knex('stock_at').where({ variant_id: variantId }).del())))).to.contain(
      'not what is on hand',
    );
  });

  it('gives the last piece that may be sold beyond the stock to one of twenty (STK-10)', async () => {
    const variantId = await stocked(0);
    await store().run(({ stockRoom }) => stockRoom.setTerms(variantId, { isTracked: true, backorderLimit: 1, lowStockAt: null }));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        store()
          .run(({ stock }) => stock.reserve(ids.next<OrderId>(), [{ variantId, quantity: 1 }], NOON))
          .then(
            () => 'sold',
            (error: { code: string }) => error.code,
          ),
      ),
    );
    expect(answers.filter((answer) => answer === 'sold')).to.have.lengthOf(1);
    expect(answers.filter((answer) => answer === 'inventory.out_of_stock')).to.have.lengthOf(19);
  });

  it('closes one of two places that are closed at once, because goods have to lie somewhere', async () => {
    await database.knex.raw('truncate stock_movements, reservations, stock_at, stock');
    const close = (locationId: LocationId) =>
      store().run(async ({ stockLocations }) => {
        const location = await stockLocations.find(locationId);
        if (!location) throw new Error('gone');
        location.close(await stockLocations.useOf(location), NOON);
        await stockLocations.save(location);
      });
    const answers = await Promise.allSettled([close(MAIN), close(BACK)]);
    expect(answers.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
  });
});
