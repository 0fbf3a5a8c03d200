import { id, type LocationId, type VariantId } from '../../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { stockLedgerContract } from '../../../contract/stock-ledger.contract.js';
import { InMemoryStockLedger, MAIN_LOCATION, type Movement, type Shelf } from '../../../support/fakes/in-memory-stock-ledger.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('The stock ledger in memory', () => {
  stockLedgerContract(() => {
    const store = new InMemoryUnitOfWork((transaction) => {
      const stock = new InMemoryStockLedger(transaction);
      return { stock, stockRoom: stock };
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
        await store.run(({ stock }) => stock.openPlaces(places));
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
