import type { ImageUse } from './ports/image-use.js';

/** Those of the pictures that neither a product nor an order shows. */
export async function unshown(use: ImageUse, urls: readonly string[]): Promise<readonly string[]> {
  const onProducts = urls.length === 0 ? new Set<string>() : await use.onProducts(urls);
  const suspects = urls.filter((url) => !onProducts.has(url));
  const onOrders = suspects.length === 0 ? new Set<string>() : await use.onOrders(suspects);
  return suspects.filter((url) => !onOrders.has(url));
}
