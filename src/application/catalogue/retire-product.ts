import { ProductNotFound } from '../../domain/catalogue/product-errors.js';
import { looksLikeId, type ProductId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ProductRepository } from './ports/product-repository.js';

export interface RetireProductInput extends Pick<ExpectedVersion, 'ifMatch'> {
  readonly productId: ProductId;
}

/** Takes a product out of the shop for good; orders keep what they copied of it. Repeating it changes nothing. */
export class RetireProduct {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ products: ProductRepository }>,
    private readonly clock: Clock,
  ) {}

  /** @throws ProductNotFound @throws PreconditionFailed */
  async execute({ productId, ifMatch }: RetireProductInput, claim?: RequestClaim): Promise<void> {
    if (!looksLikeId(productId)) throw new ProductNotFound();
    await this.unitOfWork.run(async ({ products }) => {
      const product = await products.find(productId);
      if (!product) throw new ProductNotFound();
      if (product.status === 'archived') return;
      refuseStale('product', product.version, { ifMatch });
      product.changeStatus('archived', this.clock.now());
      await products.save(product);
    }, claim);
  }
}
