import type { ProductImage } from '../../../domain/catalogue/product-state.js';

/** The pictures of a product, in their order. */
export const presentImages = (images: readonly ProductImage[]) => images.map(({ id, url, alt }, position) => ({ id, url, alt, position }));
