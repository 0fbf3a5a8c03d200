import type { ProductRepository } from '../../../src/application/catalogue/ports/product-repository.js';
import { ConcurrencyConflict } from '../../../src/application/shared/errors.js';
import { SkuTaken } from '../../../src/domain/catalogue/product-errors.js';
import type { ProductState } from '../../../src/domain/catalogue/product-state.js';
import { Product } from '../../../src/domain/catalogue/product.js';
import type { ProductId } from '../../../src/domain/shared/ids.js';
import type { MemoryTransaction } from './in-memory-unit-of-work.js';
import { Table, type Row } from './table.js';

export class InMemoryProductRepository implements ProductRepository {
  readonly #products: Table<ProductState, Product>;
  readonly #slugs: Map<string, ProductId>;

  constructor(transaction: MemoryTransaction) {
    this.#slugs = transaction.rows<ProductId>('product_slugs');
    this.#products = new Table('product', transaction.rows<Row<ProductState>>('products'), transaction.outbox, (state, version) =>
      Product.reconstitute(state, version),
    );
  }

  async find(productId: ProductId): Promise<Product | undefined> {
    return this.#products.find(productId);
  }

  async due(now: Date, limit: number): Promise<readonly ProductId[]> {
    const due = this.#products.filter(() => true).filter(({ dueAt }) => dueAt !== undefined && dueAt <= now);
    return due
      .sort((left, right) => (left.dueAt?.getTime() ?? 0) - (right.dueAt?.getTime() ?? 0))
      .slice(0, limit)
      .map(({ id }) => id);
  }

  async slugsLike(base: string): Promise<ReadonlyMap<string, ProductId>> {
    return new Map([...this.#slugs].filter(([slug]) => slug === base || /^-\d+$/.test(slug.replace(base, ''))));
  }

  async save(product: Product): Promise<void> {
    const { id, slug, variants } = product.toState();
    const skus = variants.map(({ sku }) => sku);
    if (this.#products.findWhere((other) => other.id !== id && other.variants.some(({ sku }) => skus.includes(sku))))
      throw new SkuTaken(skus.join(', '));
    if ((this.#slugs.get(slug) ?? id) !== id) throw new ConcurrencyConflict('product', id);
    this.#products.save(product);
    this.#slugs.set(slug, id);
  }
}
