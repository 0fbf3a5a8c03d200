import type { ProductImageDetached } from '../../domain/catalogue/product-events.js';
import type { EventHandler, ToldEvent } from '../shared/event-handler.js';
import type { ImageStore } from './ports/image-store.js';
import type { ImageUse } from './ports/image-use.js';
import { unshown } from './unshown-images.js';

/** Forgets a picture once no product shows it, after the commit that said so, unless an order does. Repeating it is fine. */
export class DiscardImageOnImageDetached implements EventHandler<ProductImageDetached> {
  readonly name = 'discard-image';
  readonly on = 'product.image_detached';

  constructor(
    private readonly images: ImageStore,
    private readonly use: ImageUse,
  ) {}

  handle(event: ProductImageDetached, eventId: string): Promise<void> {
    return this.handleAll([{ event, eventId }]);
  }

  async handleAll(told: readonly ToldEvent<ProductImageDetached>[]): Promise<void> {
    const urls = [...new Set(told.map(({ event }) => event.payload.url))];
    for (const url of await unshown(this.use, urls)) await this.images.discard(url);
  }
}
