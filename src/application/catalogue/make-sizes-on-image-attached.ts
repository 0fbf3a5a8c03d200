import type { ProductImageAttached } from '../../domain/catalogue/product-events.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { ImageStore } from './ports/image-store.js';

/** Makes the smaller copies of a picture that was hung on a product, so that nobody who uploads waits for them. Repeating it is fine. */
export class MakeSizesOnImageAttached implements EventHandler<ProductImageAttached> {
  readonly name = 'make-image-sizes';
  readonly on = 'product.image_attached';
  readonly isHeavy = true;

  constructor(private readonly images: ImageStore) {}

  async handle({ payload }: ProductImageAttached): Promise<void> {
    await this.images.makeSizes(payload.url);
  }
}
