import type { ProductImageAttached } from '../../domain/catalogue/product-events.js';
import type { EventHandler } from '../shared/event-handler.js';
import { indexPicture, type PictureIndexing } from './index-picture.js';

/** Lets a picture that was hung on a product be found by its looks. Repeating it is fine. */
export class IndexPictureOnImageAttached implements EventHandler<ProductImageAttached> {
  readonly name = 'index-picture';
  readonly on = 'product.image_attached';
  readonly isHeavy = true;

  constructor(private readonly indexing: PictureIndexing) {}

  async handle({ payload }: ProductImageAttached): Promise<void> {
    await indexPicture(payload.url, this.indexing);
  }
}
