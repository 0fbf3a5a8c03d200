import type { ProductImageDetached } from '../../domain/catalogue/product-events.js';
import type { EventHandler } from '../shared/event-handler.js';
import type { VectorIndex } from './ports/vector-index.js';

/** Forgets what a picture looked like that no product shows any more. Repeating it is fine. */
export class ForgetPictureOnImageDetached implements EventHandler<ProductImageDetached> {
  readonly name = 'forget-picture';
  readonly on = 'product.image_detached';

  constructor(private readonly index: VectorIndex) {}

  async handle({ payload }: ProductImageDetached): Promise<void> {
    await this.index.remove(payload.url);
  }
}
