import { ProductNotFound } from '../../domain/catalogue/product-errors.js';
import type { ProductImage } from '../../domain/catalogue/product-state.js';
import type { ImageId, ProductId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { keepingPictures } from './keeping-picture.js';
import type { ImageStore, Picture } from './ports/image-store.js';
import type { ProductRepository } from './ports/product-repository.js';

export interface AttachImagesInput extends ExpectedVersion {
  readonly productId: ProductId;
  readonly pictures: readonly Picture[];
  /** What is on them; absent: the product's title. */
  readonly alt?: string | undefined;
  /** Where the first of them goes, from 0; absent: behind those that are there. */
  readonly position?: number | undefined;
}

/**
 * Hangs pictures on a product, all or none. They are decoded before the unit of work begins; what was kept for a product that then
 * did not take it is forgotten again.
 */
export class AttachImages {
  constructor(
    private readonly unitOfWork: UnitOfWork<{ products: ProductRepository }>,
    private readonly images: ImageStore,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @returns all pictures of the product, in their order
   * @throws ProductNotFound @throws PreconditionFailed @throws StaleVersion @throws TooManyImages
   * @throws UnsupportedImage @throws ImageTooLarge @throws ImagesUnavailable
   */
  execute({ productId, pictures, alt, position, ...expected }: AttachImagesInput, claim?: RequestClaim): Promise<readonly ProductImage[]> {
    return keepingPictures(this.images, pictures, (urls) =>
      this.unitOfWork.run(async ({ products }) => {
        const product = await products.find(productId);
        if (!product) throw new ProductNotFound();
        refuseStale('product', product.version, expected);
        const at = this.clock.now();
        urls.forEach((url, place) => {
          const imageId = this.ids.next<ImageId>();
          product.attachImage({ id: imageId, url, alt: alt ?? product.title }, at);
          if (position !== undefined) product.reviseImage(imageId, { position: position + place }, at);
        });
        await products.save(product);
        return product.images;
      }, claim),
    );
  }
}
