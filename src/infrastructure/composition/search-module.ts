import { ContainerModule } from 'inversify';
import { SearchController } from '../../interfaces/http/catalogue/search-controller.js';
import { ColumnarProductSearch } from '../persistence/catalogue/columnar-product-search.js';
import { KeptProductColumns } from '../persistence/catalogue/kept-product-columns.js';
import { SqlCatalogueQueries } from '../persistence/catalogue/sql-catalogue-queries.js';
import { SqlProductSearch } from '../persistence/catalogue/sql-product-search.js';
import { TOKENS } from './tokens.js';

/** How products are found and shown. */
export const searchModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.productSearch)
    .toResolvedValue(
      (sql, poolSql, feed, config) =>
        new ColumnarProductSearch(new SqlProductSearch(sql, feed, config.currency), new KeptProductColumns(poolSql, feed), config.currency),
      [TOKENS.catalogueSql, TOKENS.poolSql, TOKENS.changeSignals, TOKENS.config],
    )
    .inSingletonScope();
  bind(TOKENS.catalogueQueries)
    .toResolvedValue(
      (sql, feed, finder) => new SqlCatalogueQueries(sql, feed, finder),
      [TOKENS.catalogueSql, TOKENS.changeSignals, TOKENS.productSearch],
    )
    .inSingletonScope();
  bind(TOKENS.httpController).toResolvedValue(
    (catalogue, finder, config) => new SearchController(catalogue, finder, config.currency),
    [TOKENS.catalogueQueries, TOKENS.productSearch, TOKENS.config],
  );
});
