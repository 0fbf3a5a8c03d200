import type { VariantRevision } from '../../domain/catalogue/product.js';
import type { VariantId } from '../../domain/shared/ids.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ProductRepository } from './ports/product-repository.js';
import { productForChange, type ProductToChange } from './product-for-change.js';

/** Absent stays as it is. */
export interface ReviseVariantInput extends ProductToChange, VariantRevision {
  readonly variantId: VariantId;
  /** Pieces that can be sold, beside those that are promised to somebody already. */
  readonly stockQuantity?: number | undefined;
}

/** Changes one variant of a product and its stock together, or nothing of it. */
export class ReviseVariant {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ products: ProductRepository; stock: StockLedger }>,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws ProductNotFound @throws VariantNotFound @throws PreconditionFailed @throws StaleVersion
   * @throws InvalidProduct @throws SkuTaken @throws ChoiceTaken
   */
  async execute(input: ReviseVariantInput, claim?: RequestClaim): Promise<void> {
    const { variantId, stockQuantity, sku, options, price, compareAtPrice, isDigital, imageId, position } = input;
    await this.unitOfWork.run(async ({ products, stock }) => {
      const product = await productForChange(products, input);
      const before = product.toState();
      const now = this.clock.now();
      product.reviseVariant(variantId, { sku, options, price, compareAtPrice, isDigital, imageId, position }, now);
      if (product.toState() !== before) await products.save(product);
      if (stockQuantity !== undefined) await stock.setAvailable(variantId, stockQuantity, now);
    }, claim);
  }
}
