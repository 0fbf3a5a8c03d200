import { ProductNotFound } from '../../domain/catalogue/product-errors.js';
import type { ProductImage } from '../../domain/catalogue/product-state.js';
import type { ImageId, ProductId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import type { ProductRepository } from './ports/product-repository.js';

export interface ReviseImageInput extends ExpectedVersion {
  readonly productId: ProductId;
  readonly imageId: ImageId;
  readonly alt?: string | undefined;
  /** From 0; past the last it is the last. */
  readonly position?: number | undefined;
}

/** Says what is on a picture, or shows it elsewhere in the row. */
export class ReviseImage {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ products: ProductRepository }>,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns all pictures of the product, in their order
   * @throws ProductNotFound @throws ImageNotFound @throws PreconditionFailed @throws StaleVersion
   */
  execute({ productId, imageId, alt, position, ...expected }: ReviseImageInput, claim?: RequestClaim): Promise<readonly ProductImage[]> {
    return this.unitOfWork.run(async ({ products }) => {
      const product = await products.find(productId);
      if (!product) throw new ProductNotFound();
      refuseStale('product', product.version, expected);
      product.reviseImage(imageId, { alt, position }, this.clock.now());
      await products.save(product);
      return product.images;
    }, claim);
  }
}
