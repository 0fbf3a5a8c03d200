import { ContainerModule } from 'inversify';
import { CloseLocation } from '../../application/inventory/close-location.js';
import { CorrectStock } from '../../application/inventory/correct-stock.js';
import { OpenLocation } from '../../application/inventory/open-location.js';
import { ReceiveStock } from '../../application/inventory/receive-stock.js';
import { ReviseLocation } from '../../application/inventory/revise-location.js';
import { SetStockTerms } from '../../application/inventory/set-stock-terms.js';
import { TransferStock } from '../../application/inventory/transfer-stock.js';
import { InventoryController } from '../../interfaces/http/inventory/inventory-controller.js';
import { LocationController } from '../../interfaces/http/inventory/location-controller.js';
import { SqlStockQueries } from '../persistence/inventory/sql-stock-queries.js';
import { TOKENS } from './tokens.js';

/** What there is, where it lies, and on which terms it is sold. */
export const inventoryModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.stockQueries).toResolvedValue((sql) => new SqlStockQueries(sql), [TOKENS.poolSql]);
  // Before the levels: `locations` is no variant.
  bind(TOKENS.httpController).toResolvedValue(
    (stock, unitOfWork, clock, ids) =>
      new LocationController(
        stock,
        new OpenLocation(unitOfWork, clock, ids),
        new ReviseLocation(unitOfWork, clock),
        new CloseLocation(unitOfWork, clock),
      ),
    [TOKENS.stockQueries, TOKENS.unitOfWork, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (stock, unitOfWork, clock) =>
      new InventoryController(
        stock,
        new ReceiveStock(unitOfWork, stock, clock),
        new CorrectStock(unitOfWork, clock),
        new TransferStock(unitOfWork, clock),
        new SetStockTerms(unitOfWork),
      ),
    [TOKENS.stockQueries, TOKENS.unitOfWork, TOKENS.clock],
  );
});
