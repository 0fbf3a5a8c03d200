import { ContainerModule } from 'inversify';
import { CreateSynonyms } from '../../application/catalogue/create-synonyms.js';
import { RemoveSynonyms } from '../../application/catalogue/remove-synonyms.js';
import { ReviseSynonyms } from '../../application/catalogue/revise-synonyms.js';
import { SearchController } from '../../interfaces/http/catalogue/search-controller.js';
import { SynonymController } from '../../interfaces/http/catalogue/synonym-controller.js';
import { ColumnarProductSearch } from '../persistence/catalogue/columnar-product-search.js';
import { KeptProductColumns } from '../persistence/catalogue/kept-product-columns.js';
import { SqlCatalogueQueries } from '../persistence/catalogue/sql-catalogue-queries.js';
import { SqlProductSearch } from '../persistence/catalogue/sql-product-search.js';
import { SqlSynonymQueries } from '../persistence/catalogue/sql-synonym-queries.js';
import { TOKENS } from './tokens.js';

/** How products are found and shown. */
export const searchModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.productSearch)
    .toResolvedValue(
      (sql, poolSql, feed, config) =>
        new ColumnarProductSearch(
          new SqlProductSearch(sql, feed, config.currency),
          new KeptProductColumns(poolSql, feed, config.currency),
          config.currency,
        ),
      [TOKENS.catalogueSql, TOKENS.poolSql, TOKENS.changeSignals, TOKENS.config],
    )
    .inSingletonScope();
  bind(TOKENS.catalogueQueries)
    .toResolvedValue(
      (sql, feed, finder, clock) => new SqlCatalogueQueries(sql, feed, finder, clock),
      [TOKENS.catalogueSql, TOKENS.changeSignals, TOKENS.productSearch, TOKENS.clock],
    )
    .inSingletonScope();
  bind(TOKENS.httpController).toResolvedValue(
    (catalogue, finder, config) => new SearchController(catalogue, finder, config.currency),
    [TOKENS.catalogueQueries, TOKENS.productSearch, TOKENS.config],
  );
  bind(TOKENS.httpController).toResolvedValue(
    (unitOfWork, sql, clock, ids) =>
      new SynonymController(
        new CreateSynonyms(unitOfWork, clock, ids),
        new ReviseSynonyms(unitOfWork, clock),
        new RemoveSynonyms(unitOfWork),
        new SqlSynonymQueries(sql),
      ),
    [TOKENS.unitOfWork, TOKENS.poolSql, TOKENS.clock, TOKENS.idGenerator],
  );
});
