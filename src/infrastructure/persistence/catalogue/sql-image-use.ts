import type { ImageUse } from '../../../application/catalogue/ports/image-use.js';
import type { Sql } from '../shared/sql.js';

const ON_PRODUCTS = { name: 'images.on_products', text: 'select distinct url from product_images where url = any ($1::text[])' };
/** Asked by jobs, for many pictures at once: an index would cost every order more than this scan ever does. */
const ON_ORDERS = {
  name: 'images.on_orders',
  text: 'select distinct image_url as url from order_lines where image_url = any ($1::text[])',
};

export class SqlImageUse implements ImageUse {
  constructor(private readonly sql: Sql) {}

  onProducts(urls: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#shown(ON_PRODUCTS, urls);
  }

  onOrders(urls: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#shown(ON_ORDERS, urls);
  }

  async #shown(statement: typeof ON_PRODUCTS, urls: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set((await this.sql.query<{ url: string }>(statement, [urls])).map(({ url }) => url));
  }
}
