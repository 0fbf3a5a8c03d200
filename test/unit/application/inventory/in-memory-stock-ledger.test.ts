import { id, type LocationId, type VariantId } from '../../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { StockLocation } from '../../../../src/domain/inventory/stock-location.js';
import { stockLocationsContract } from '../../../contract/stock-location-repository.contract.js';
import { stockLedgerContract } from '../../../contract/stock-ledger.contract.js';
import { InMemoryStockLedger, MAIN_LOCATION, type Movement, type Shelf } from '../../../support/fakes/in-memory-stock-ledger.js';
import { InMemoryStockLocationRepository } from '../../../support/fakes/in-memory-stock-location-repository.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

const NOON = new Date('2026-01-31T12:00:00.000Z');

describe('Stock locations in memory', () => {
  stockLocationsContract(() => {
    const store = new InMemoryUnitOfWork((transaction) => ({
      stock: new InMemoryStockLedger(transaction),
      stockLocations: new InMemoryStockLocationRepository(transaction),
    }));
    return { store, newVariant: async () => new UuidGenerator().next<VariantId>() };
  });
});

describe('The stock ledger in memory', () => {
  stockLedgerContract(() => {
    const store = new InMemoryUnitOfWork((transaction) => {
      const stock = new InMemoryStockLedger(transaction);
      return { stock, stockRoom: stock, stockLocations: new InMemoryStockLocationRepository(transaction) };
    });
    return {
      store,
      newVariant: async () => new UuidGenerator().next<VariantId>(),
      levelOf: async (variantId) => {
        const shelf = store.read((transaction) => transaction.rows<Shelf>('stock').get(variantId));
        return shelf && { onHand: shelf.onHand, reserved: shelf.reserved };
      },
      places: async () => {
        const places = [MAIN_LOCATION, id<LocationId>('01900000-0000-7000-8000-000000000002')] as const;
        await store.run(async ({ stockLocations }) => {
          for (const [index, place] of places.entries())
            await stockLocations.save(StockLocation.open({ id: place, code: `place-${index}`, name: 'Place', priority: index }, NOON));
        });
        return places;
      },
      piecesAt: async (variantId, place) =>
        store.read((transaction) => transaction.rows<number>('stock_at').get(`${variantId} ${place}`)) ?? 0,
      movementsOf: async (wanted) =>
        store
          .read((transaction) => [...transaction.rows<Movement>('stock_movements').values()])
          .flatMap(({ variantId, reason, delta }) => (variantId === wanted ? [`${reason} ${delta}`] : [])),
    };
  });
});
