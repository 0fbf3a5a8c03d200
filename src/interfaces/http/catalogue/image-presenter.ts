import { imageSizes } from '../../../domain/catalogue/image-state.js';

interface ShownImage {
  readonly id: string;
  readonly url: string;
  readonly alt: string;
}

/** The pictures of a product, in their order. */
export const presentImages = (images: readonly ShownImage[]) =>
  images.map(({ id, url, alt }, position) => ({ id, url, alt, position, sizes: imageSizes(url) }));
