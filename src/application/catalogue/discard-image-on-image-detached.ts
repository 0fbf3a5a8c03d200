import type { ProductImageDetached } from '../../domain/catalogue/product-events.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { ImageStore } from './ports/image-store.js';
import type { ImageUse } from './ports/image-use.js';

/** Forgets a picture once no product shows it, after the commit that said so, unless an order does. Repeating it is fine. */
export class DiscardImageOnImageDetached implements EventHandler<ProductImageDetached> {
  readonly name = 'discard-image';
  readonly on = 'product.image_detached';

  constructor(
    private readonly images: ImageStore,
    private readonly use: ImageUse,
  ) {}

  async handle({ payload }: ProductImageDetached): Promise<void> {
    if (await this.use.isOnAnOrder(payload.url)) return;
    await this.images.discard(payload.url);
  }
}
