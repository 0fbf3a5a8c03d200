import type { Buyer, BuyerDirectory } from '../../../application/checkout/ports/buyer-directory.js';
import type { CustomerId } from '../../../domain/shared/ids.js';
import type { Sql, Statement } from '../shared/sql.js';

const FIND: Statement = {
  name: 'buyers.find',
  text: `select email, name, verified_at is not null as "isVerified" from accounts where id = $1`,
  isRead: true,
};

/** Buyers are accounts. */
export class SqlBuyerDirectory implements BuyerDirectory {
  constructor(private readonly sql: Sql) {}

  async find(customerId: CustomerId): Promise<Buyer | undefined> {
    const [row] = await this.sql.query<Buyer>(FIND, [customerId]);
    return row;
  }
}
