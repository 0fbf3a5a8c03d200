import { expect } from 'chai';
import type { Knex } from 'knex';
import type { StockRequest } from '../../../../src/application/inventory/ports/stock-ledger.js';
import { StockLocation } from '../../../../src/domain/inventory/stock-location.js';
import { id, type LocationId, type OrderId, type VariantId } from '../../../../src/domain/shared/ids.js';
import { createConnection } from '../../../../src/infrastructure/database/connection.js';
import { KnexUnitOfWork } from '../../../../src/infrastructure/persistence/shared/knex-unit-of-work.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { stockLedgerContract } from '../../../contract/stock-ledger.contract.js';
import { stockLocationsContract } from '../../../contract/stock-location-repository.contract.js';
import { aStockedVariant } from '../../../support/builders/a-stocked-variant.js';
import { rejection } from '../../../support/rejection.js';
import { shortages } from '../../../support/shortages.js';
import { testDatabase } from '../../../support/test-database.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');

describe('Stock locations in PostgreSQL', () => {
  const database = testDatabase();
  stockLocationsContract(() => ({
    store: new KnexUnitOfWork(database.knex, new UuidGenerator()),
    newVariant: async () => (await aStockedVariant(database.knex)).variantId,
  }));
});

describe('The stock ledger in PostgreSQL', () => {
  const database = testDatabase();
  const ids = new UuidGenerator();
  const levelOf = async (variantId: VariantId) => {
    const row = await database.knex('stock').where({ variant_id: variantId }).first<{ on_hand: number; reserved: number }>();
    return row && { onHand: row.on_hand, reserved: row.reserved };
  };

  const FIRST = id<LocationId>('01900000-0000-7000-8000-000000000001');
  const SECOND = id<LocationId>('01900000-0000-7000-8000-000000000002');
  before(() =>
    new KnexUnitOfWork(database.knex, ids).run(({ stockLocations }) =>
      stockLocations.save(StockLocation.open({ id: SECOND, code: 'back', name: 'Behind the house', priority: 200 }, NOON)),
    ),
  );

  stockLedgerContract(() => ({
    store: new KnexUnitOfWork(database.knex, ids),
    places: async () => [FIRST, SECOND] as const,
    piecesAt: async (variantId, place) => {
      const lies = await database
        .knex('stock_at')
        .where({ variant_id: variantId, location_id: place })
        .first<{ on_hand: number } | undefined>();
      return lies?.on_hand ?? 0;
    },
    newVariant: async () => (await aStockedVariant(database.knex)).variantId,
    levelOf,
    movementsOf: async (variantId) => {
      const rows = await database.knex('stock_movements').where({ variant_id: variantId }).orderBy('id').select('reason', 'delta');
      return rows.map(({ reason, delta }) => `${reason} ${delta}`);
    },
  }));

  describe('at the same instant', () => {
    let wide: Knex;
    const store = () => new KnexUnitOfWork(wide, ids);
    const stocked = async (onHand: number) => (await aStockedVariant(database.knex, { onHand })).variantId;
    const reserve = (lines: readonly StockRequest[], orderId = ids.next<OrderId>()) =>
      shortages(store().run(({ stock }) => stock.reserve(orderId, lines, NOON)));
    /** Every variant's books close: movements add up to what is on hand, reservations to what is reserved. */
    const openBooks = () =>
      database.knex('stock as s').whereRaw(
        `s.on_hand <> coalesce((select sum(delta) from stock_movements m where m.variant_id = s.variant_id), 0)
          or s.on_hand <> coalesce((select sum(on_hand) from stock_at a where a.variant_id = s.variant_id), 0)
          or s.reserved <> coalesce((select sum(quantity) from reservations r where r.variant_id = s.variant_id), 0)`,
      );

    before(() => {
      wide = createConnection(database.url, { poolMax: 50, isPooled: database.isPooled });
    });
    after(() => wide.destroy());
    afterEach(async () => expect(await openBooks()).to.deep.equal([]));

    it('sells the last piece to one of fifty (STK-01)', async () => {
      const variantId = await stocked(1);
      const answers = await Promise.all(Array.from({ length: 50 }, () => reserve([{ variantId, quantity: 1 }])));

      const losers = answers.filter((short) => short.length > 0);
      expect(losers).to.have.lengthOf(49);
      for (const loser of losers) expect(loser).to.deep.equal([{ variantId, requested: 1, available: 0 }]);
      expect(await levelOf(variantId)).to.deep.equal({ onHand: 1, reserved: 1 });
    });

    it('makes the buyers of a hot product queue, and lets each through the first time', async () => {
      const variantId = await stocked(100);
      let attempts = 0;
      await Promise.all(
        Array.from({ length: 50 }, () =>
          store().run(({ stock }) => {
            attempts += 1;
            return stock.reserve(ids.next(), [{ variantId, quantity: 2 }], NOON);
          }),
        ),
      );
      expect(attempts).to.equal(50);
      expect(await levelOf(variantId)).to.deep.equal({ onHand: 100, reserved: 100 });
    });

    it('takes two things in either order without a deadlock (STK-02)', async function () {
      this.timeout(30_000);
      const [a, b] = [await stocked(150), await stocked(100)];
      const lines = [
        { variantId: a, quantity: 1 },
        { variantId: b, quantity: 1 },
      ];
      let attempts = 0;
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          shortages(
            store().run(({ stock }) => {
              attempts += 1;
              return stock.reserve(ids.next(), index % 2 === 0 ? lines : [...lines].reverse(), NOON);
            }),
          ),
        ),
      );

      expect(answers.filter((short) => short.length === 0)).to.have.lengthOf(100);
      expect(attempts, 'nobody had to begin again').to.equal(200);
      expect(await levelOf(a)).to.deep.equal({ onHand: 150, reserved: 100 });
      expect(await levelOf(b)).to.deep.equal({ onHand: 100, reserved: 100 });
    });

    it('gives back once, however often it is asked to (STK-12)', async () => {
      const [variantId, orderId] = [await stocked(9), ids.next<OrderId>()];
      await reserve([{ variantId, quantity: 4 }], orderId);
      await Promise.all(Array.from({ length: 20 }, () => store().run(({ stock }) => stock.release(orderId))));

      expect(await levelOf(variantId)).to.deep.equal({ onHand: 9, reserved: 0 });
    });

    it('ships or gives back, never both, and ships once (STK-07)', async () => {
      const [variantId, orderId] = [await stocked(9), ids.next<OrderId>()];
      await reserve([{ variantId, quantity: 4 }], orderId);
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store().run(({ stock }) => (index % 2 === 0 ? stock.ship(orderId, NOON) : stock.release(orderId))),
        ),
      );

      const level = await levelOf(variantId);
      expect([9, 5]).to.include(level?.onHand);
      expect(level?.reserved).to.equal(0);
    });

    it('lets two clerks who each receive five have ten (STK-13)', async () => {
      const variantId = await stocked(0);
      await Promise.all([1, 2].map(() => store().run(({ stock }) => stock.change(variantId, 5, 'received', NOON))));

      expect(await levelOf(variantId)).to.deep.equal({ onHand: 10, reserved: 0 });
    });

    it('keeps its books while everybody counts, buys, ships and gives back', async function () {
      this.timeout(30_000);
      const shelf = await Promise.all([stocked(40), stocked(40), stocked(40)]);
      const orders = Array.from({ length: 60 }, () => ids.next<OrderId>());
      const any = <Item>(items: readonly Item[], index: number) => items[(index * 7) % items.length]!;
      await Promise.all(
        orders.map(async (orderId, index) => {
          const lines = [0, 1, 2].map((step) => ({ variantId: any(shelf, index + step), quantity: 1 + (index % 2) }));
          await reserve(lines, orderId);
          await store().run(({ stock }) => stock.setAvailable(any(shelf, index), 20 + (index % 5), NOON));
          await store().run(({ stock }) => (index % 3 === 0 ? stock.ship(orderId, NOON) : stock.release(orderId)));
        }),
      );
      for (const variantId of shelf) expect((await levelOf(variantId))?.reserved).to.equal(0);
    });

    it('cannot hold less than nothing, nor promise more than there is, whoever writes', async () => {
      const variantId = await stocked(3);
      const refusal = (sql: string) => rejection(Promise.resolve(database.knex.raw(sql, [variantId]))).then(String);

      expect(await refusal('update stock set reserved = 4 where variant_id = ?')).to.contain('stock_reserved_can_be_had');
      expect(await refusal('update stock set on_hand = -1 where variant_id = ?')).to.contain('check constraint');
      expect(await refusal('update stock set reserved = -1 where variant_id = ?')).to.contain('check constraint');
    });
  });
});
