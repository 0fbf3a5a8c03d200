import type { BrandRepository } from '../../../application/catalogue/ports/brand-repository.js';
import { id, type BrandId } from '../../../domain/shared/ids.js';
import type { Transaction } from '../shared/transaction.js';
import { NamedRows } from './named-rows.js';
import { SqlLabelRepository } from './sql-label-repository.js';

const IS_KNOWN = { name: 'brands.is_known', text: 'select from brands where id = $1 for key share' };

export class SqlBrandRepository extends SqlLabelRepository<BrandId> implements BrandRepository {
  readonly #rows: NamedRows;

  constructor(transaction: Pick<Transaction, 'sql' | 'ids' | 'outbox' | 'changes'>) {
    super(transaction, 'brand');
    this.#rows = new NamedRows(transaction, 'brands');
  }

  async isKnown(brandId: BrandId): Promise<boolean> {
    return (await this.transaction.sql.query(IS_KNOWN, [brandId])).length > 0;
  }

  async named(name: string): Promise<{ readonly brandId: BrandId; readonly isNew: boolean }> {
    const { ids, isNew } = await this.#rows.named([name]);
    return { brandId: id(ids[0] ?? ''), isNew };
  }
}
