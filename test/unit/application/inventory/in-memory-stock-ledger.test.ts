import type { VariantId } from '../../../../src/domain/shared/ids.js';
import { UuidGenerator } from '../../../../src/infrastructure/system/uuid-generator.js';
import { stockLedgerContract } from '../../../contract/stock-ledger.contract.js';
import { InMemoryStockLedger, type Movement, type Shelf } from '../../../support/fakes/in-memory-stock-ledger.js';
import { InMemoryUnitOfWork } from '../../../support/fakes/in-memory-unit-of-work.js';

describe('The stock ledger in memory', () => {
  stockLedgerContract(() => {
    const store = new InMemoryUnitOfWork((transaction) => ({ stock: new InMemoryStockLedger(transaction) }));
    return {
      store,
      newVariant: async () => new UuidGenerator().next<VariantId>(),
      levelOf: async (variantId) => store.read((transaction) => transaction.rows<Shelf>('stock').get(variantId)),
      movementsOf: async (wanted) =>
        store
          .read((transaction) => [...transaction.rows<Movement>('stock_movements').values()])
          .flatMap(({ variantId, reason, delta }) => (variantId === wanted ? [`${reason} ${delta}`] : [])),
    };
  });
});
