import { ProductNotFound } from '../../domain/catalogue/product-errors.js';
import type { Product } from '../../domain/catalogue/product.js';
import { looksLikeId, type ProductId } from '../../domain/shared/ids.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { ProductRepository } from './ports/product-repository.js';

export interface ProductToChange extends ExpectedVersion {
  readonly productId: ProductId;
}

/** The product that is to be changed, as whoever asks has read it. @throws ProductNotFound @throws PreconditionFailed @throws StaleVersion */
export async function productForChange(products: ProductRepository, wanted: ProductToChange): Promise<Product> {
  const product = looksLikeId(wanted.productId) ? await products.find(wanted.productId) : undefined;
  if (!product) throw new ProductNotFound();
  refuseStale('product', product.version, wanted);
  return product;
}
