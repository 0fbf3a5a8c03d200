import type { ProductImageDetached } from '../../domain/catalogue/product-events.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { ImageStore } from './ports/image-store.js';

/** Forgets a picture once no product shows it, after the commit that said so. Repeating it is fine. */
export class DiscardImageOnImageDetached implements EventHandler<ProductImageDetached> {
  readonly name = 'discard-image';
  readonly on = 'product.image_detached';

  constructor(private readonly images: ImageStore) {}

  async handle({ payload }: ProductImageDetached): Promise<void> {
    await this.images.discard(payload.url);
  }
}
