import type { CatalogueQueries, FoundPage } from '../../../application/catalogue/ports/catalogue-queries.js';
import type { ProductQuery, ProductSearch } from '../../../application/catalogue/ports/product-search.js';
import type { ProductView } from '../../../application/catalogue/ports/product-view.js';
import type { PageRequest } from '../../../application/shared/page.js';
import type { Clock } from '../../../application/shared/ports/clock.js';
import type { ChangeFeed } from '../../../application/shared/ports/change-feed.js';
import { id, looksLikeId, type ProductId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';
import { KeptProductViews } from './kept-product-views.js';
import { toProductView, VIEW, type ProductFact } from './product-view-sql.js';

const BY_ID = { name: 'products.view_by_id', text: `select ${VIEW} as product from products p where p.id = $1` };
const BY_SLUG = {
  name: 'products.view_by_slug',
  text: `select ${VIEW} as product from products p where p.id = (select kept.product_id from product_slugs kept where kept.slug = $1)`,
};
const BY_IDS = { name: 'products.view_many', text: `select ${VIEW} as product from products p where p.id = any ($1::uuid[])` };
const WITH_SKU = {
  name: 'products.with_sku',
  text: `select v.product_id, exists (select from product_images i where i.product_id = v.product_id) as has_picture
    from variants v where v.sku = $1`,
};

/** What a search finds, and what is shown of it. */
export class SqlCatalogueQueries implements CatalogueQueries {
  readonly #views: KeptProductViews;

  constructor(
    private readonly sql: Sql,
    feed: ChangeFeed,
    private readonly finder: ProductSearch,
    private readonly clock: Clock,
  ) {
    const read = async (ids: readonly string[]) => {
      const rows = await sql.query<{ product: ProductFact }>(BY_IDS, [ids]);
      const now = clock.now();
      return rows.map(({ product }) => toProductView(product, now));
    };
    this.#views = new KeptProductViews(feed, read, undefined, () => clock.now());
  }

  async search(query: ProductQuery, page: PageRequest): Promise<FoundPage> {
    const { ids, ...found } = await this.finder.find(query, page);
    const views = await this.#views.of(ids);
    // One that is no longer what was looked for has changed since it was found.
    return { items: views.filter(({ status }) => query.status === undefined || status === query.status), ...found };
  }

  productsOf(ids: readonly ProductId[]): Promise<readonly ProductView[]> {
    return this.#views.of(ids);
  }

  async detailsOf(idOrSlug: string): Promise<ProductView | undefined> {
    if (idOrSlug.includes('\0')) return undefined; // no text to PostgreSQL
    const [row] = await this.sql.query<{ product: ProductFact }>(looksLikeId(idOrSlug) ? BY_ID : BY_SLUG, [idOrSlug]);
    return row && toProductView(row.product, this.clock.now());
  }

  async withSku(sku: string): Promise<{ readonly productId: ProductId; readonly hasPicture: boolean } | undefined> {
    const [row] = await this.sql.query<{ product_id: string; has_picture: boolean }>(WITH_SKU, [sku]);
    return row && { productId: id(row.product_id), hasPicture: row.has_picture };
  }
}
