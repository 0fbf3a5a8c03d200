import type { CatalogueQueries } from '../../../application/catalogue/ports/catalogue-queries.js';
import type { ProductSearch } from '../../../application/catalogue/ports/product-search.js';
import type { Currency } from '../../../domain/shared/money.js';
import type { HttpController } from '../shared/http-controller.js';
import { pageRequest } from '../shared/paging.js';
import { route } from '../shared/route.js';
import { CHANGES_OF_COUNTS, changesOfPage, pricesHoldUntil } from './product-changes.js';
import { productsText } from './product-presenter.js';
import { sortsIn } from './product-schemas.js';
import { selectionOf } from './product-selection.js';
import { SEARCH_OBJECTS, searchRoutes } from './search-openapi.js';
import { presentFacets, presentReading, presentSuggestion } from './search-presenter.js';

/** How people find things. */
export class SearchController implements HttpController {
  readonly schemas = SEARCH_OBJECTS;
  readonly routes;

  constructor(catalogue: CatalogueQueries, finder: ProductSearch, currency: Currency) {
    const routes = searchRoutes(currency);
    this.routes = [
      route(routes.search, async ({ query }) => {
        const selection = selectionOf(query, 'published', currency);
        const page = pageRequest(query);
        const [{ reading, ...found }, facets] = await Promise.all([
          catalogue.search({ ...selection, sort: sortsIn(query.sort) }, page),
          query.facets === true ? finder.facets(selection) : undefined,
        ]);
        const beside = { ...(reading && presentReading(reading)), ...(facets && { facets: presentFacets(facets, currency) }) };
        const isByStock = query.in_stock !== undefined || facets !== undefined;
        const until = changesOfPage(found.items, isByStock);
        return { json: productsText(found, page, beside), until, endsAt: pricesHoldUntil(found.items) };
      }),
      route(routes.facets, async ({ query }) => {
        const facets = await finder.facets(selectionOf(query, 'published', currency));
        return { json: JSON.stringify(presentFacets(facets, currency)), until: CHANGES_OF_COUNTS };
      }),
      route(routes.suggest, async ({ query }) => {
        const { products, categories, brands, correctedTo } = await finder.suggest(query.q ?? '', query.limit);
        const views = await catalogue.productsOf(products);
        const answer = { products: views.map(presentSuggestion), categories, brands, corrected_to: correctedTo };
        return { json: JSON.stringify(answer), until: changesOfPage(views, false), endsAt: pricesHoldUntil(views) };
      }),
    ];
  }
}
