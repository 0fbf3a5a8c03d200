import { ContainerModule } from 'inversify';
import { ExportProducts } from '../../application/catalogue/export-products.js';
import { ImportFile } from '../../application/catalogue/import-file.js';
import { ImportProducts } from '../../application/catalogue/import-products.js';
import { RequestImport } from '../../application/catalogue/request-import.js';
import { RunWaitingImports } from '../../application/catalogue/run-waiting-imports.js';
import { TradeController } from '../../interfaces/http/catalogue/trade-controller.js';
import { SqlCatalogueExtract } from '../persistence/catalogue/sql-catalogue-extract.js';
import { SqlImportQueries } from '../persistence/catalogue/sql-import-log.js';
import { StreamedTradeFormats } from '../trade/streamed-trade-formats.js';
import { TOKENS } from './tokens.js';

/** Files of products, in and out. */
export const tradeModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.tradeFormats).toConstantValue(new StreamedTradeFormats());
  bind(TOKENS.importQueries).toResolvedValue((sql) => new SqlImportQueries(sql), [TOKENS.poolSql]);
  bind(TOKENS.exportProducts).toResolvedValue(
    (sql, formats) => new ExportProducts(new SqlCatalogueExtract(sql), formats),
    [TOKENS.poolSql, TOKENS.tradeFormats],
  );
  bind(TOKENS.importProducts).toResolvedValue(
    (unitOfWork, media, clock, ids, config) => new ImportProducts(unitOfWork, media, clock, ids, config.currency),
    [TOKENS.unitOfWork, TOKENS.imageStore, TOKENS.clock, TOKENS.idGenerator, TOKENS.config],
  );
  bind(TOKENS.importFile).toResolvedValue(
    (unitOfWork, importProducts, clock, ids) => new ImportFile(unitOfWork, importProducts, clock, ids),
    [TOKENS.unitOfWork, TOKENS.importProducts, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.runWaitingImports).toResolvedValue(
    (unitOfWork, importProducts, imports, formats, clock, ids) =>
      new RunWaitingImports(unitOfWork, importProducts, imports, formats, clock, ids),
    [TOKENS.unitOfWork, TOKENS.importProducts, TOKENS.importQueries, TOKENS.tradeFormats, TOKENS.clock, TOKENS.idGenerator],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (unitOfWork, formats, clock, ids, exportProducts, imports) =>
      new TradeController(new RequestImport(unitOfWork, formats, clock, ids), exportProducts, imports),
    [TOKENS.unitOfWork, TOKENS.tradeFormats, TOKENS.clock, TOKENS.idGenerator, TOKENS.exportProducts, TOKENS.importQueries],
  );
});
