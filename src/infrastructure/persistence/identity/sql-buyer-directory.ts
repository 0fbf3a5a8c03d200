import type { Buyer, BuyerDirectory } from '../../../application/checkout/ports/buyer-directory.js';
import type { CustomerId } from '../../../domain/shared/ids.js';
import type { Sql } from '../shared/sql.js';

const FIND = {
  name: 'buyers.find',
  text: `select email, name, verified_at is not null as "isVerified" from accounts where id = $1`,
};

/** Buyers are accounts. */
export class SqlBuyerDirectory implements BuyerDirectory {
  constructor(private readonly sql: Sql) {}

  async find(customerId: CustomerId): Promise<Buyer | undefined> {
    const [row] = await this.sql.query<Buyer>(FIND, [customerId]);
    return row;
  }
}
