import type { ProductStatus } from '../../../domain/catalogue/product-state.js';
import type { TradeProduct } from './trade-product.js';

/** The whole catalogue, part by part: read as fast as whoever asks takes it, and never held in memory. */
export interface CatalogueExtract {
  /**
   * In the order of their making. A product that is there from the beginning to the end comes once, as it is when its part is read.
   * @param status absent: of any status
   */
  products(status: ProductStatus | undefined): AsyncIterable<readonly TradeProduct[]>;
  /** The most options that a product has. */
  mostOptions(): Promise<number>;
}
