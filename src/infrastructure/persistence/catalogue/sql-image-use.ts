import type { ImageUse } from '../../../application/catalogue/ports/image-use.js';
import type { Sql } from '../shared/sql.js';

/** Asked by a job, once for each picture that goes: an index would cost every order more than this scan ever does. */
const IS_ON_AN_ORDER = { name: 'images.is_on_an_order', text: 'select exists (select from order_lines where image_url = $1) as is_shown' };

export class SqlImageUse implements ImageUse {
  constructor(private readonly sql: Sql) {}

  async isOnAnOrder(url: string): Promise<boolean> {
    const [row] = await this.sql.query<{ is_shown: boolean }>(IS_ON_AN_ORDER, [url]);
    return row?.is_shown ?? false;
  }
}
