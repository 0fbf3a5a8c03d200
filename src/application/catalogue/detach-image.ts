import { ProductNotFound } from '../../domain/catalogue/product-errors.js';
import type { ImageId, ProductId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ProductRepository } from './ports/product-repository.js';

export interface DetachImageInput extends ExpectedVersion {
  readonly productId: ProductId;
  readonly imageId: ImageId;
}

/** Takes a picture off a product. Its file goes after the commit, by the event, so that no product ever shows one that is gone. */
export class DetachImage {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ products: ProductRepository }>,
    private readonly clock: Clock,
  ) {}

  /** @throws ProductNotFound @throws ImageNotFound @throws PreconditionFailed @throws StaleVersion */
  async execute({ productId, imageId, ...expected }: DetachImageInput, claim?: RequestClaim): Promise<void> {
    await this.unitOfWork.run(async ({ products }) => {
      const product = await products.find(productId);
      if (!product) throw new ProductNotFound();
      refuseStale('product', product.version, expected);
      product.detachImage(imageId, this.clock.now());
      await products.save(product);
    }, claim);
  }
}
