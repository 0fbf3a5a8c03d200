import type { VariantId } from '../../domain/shared/ids.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ProductRepository } from './ports/product-repository.js';
import { productForChange, type ProductToChange } from './product-for-change.js';

export interface ArchiveVariantInput extends ProductToChange {
  readonly variantId: VariantId;
}

/** Takes a variant out of the shop for good; carts tell that it is gone, orders keep what they copied of it. */
export class ArchiveVariant {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ products: ProductRepository }>,
    private readonly clock: Clock,
  ) {}

  /** @throws ProductNotFound @throws VariantNotFound @throws LastVariant @throws PreconditionFailed @throws StaleVersion */
  async execute(input: ArchiveVariantInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ products }) => {
      const product = await productForChange(products, input);
      product.archiveVariant(input.variantId, this.clock.now());
      await products.save(product);
    }, claim);
  }
}
