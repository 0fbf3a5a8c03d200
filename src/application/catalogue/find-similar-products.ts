import { DomainError } from '../../domain/shared/domain-error.js';
import { ImageSearchUnavailable } from '../../domain/catalogue/image-search-errors.js';
import type { Page, PageRequest } from '../shared/page.js';
import type { CatalogueQueries } from './ports/catalogue-queries.js';
import type { ImageEmbedder } from './ports/image-embedder.js';
import type { Picture } from './ports/image-store.js';
import type { ProductView } from './ports/product-view.js';
import type { VectorIndex } from './ports/vector-index.js';

export interface FindSimilarProductsInput {
  readonly picture: Picture;
  readonly page: PageRequest;
}

export interface ProductMatch {
  readonly product: ProductView;
  /** How much it looks like the picture, from 0 to 1. */
  readonly score: number;
}

/** The best so many count as similar; nobody looks further. */
const MOST = 200;

/** Finds the published products that look like a picture, the most similar first. The picture is looked at and not kept. */
export class FindSimilarProducts {
  constructor(
    private readonly embedder: ImageEmbedder,
    private readonly index: VectorIndex,
    private readonly catalogue: CatalogueQueries,
  ) {}

  /** @throws UnsupportedImage @throws ImageTooLarge @throws ImageSearchUnavailable when the embedder is out of order */
  async execute({ picture, page: { page, limit } }: FindSimilarProductsInput): Promise<Page<ProductMatch>> {
    const { asItIs, mirrored } = await this.#embed(picture);
    const found = await this.index.nearest([asItIs, mirrored], this.embedder.version, MOST);
    const shown = found.slice((page - 1) * limit, page * limit);
    const scores = new Map(shown.map(({ productId, score }) => [productId, score]));
    const products = await this.catalogue.productsOf(shown.map(({ productId }) => productId));
    // One that is no longer published has changed since it was found.
    const published = products.filter(({ status }) => status === 'published');
    return { items: published.map((product) => ({ product, score: scores.get(product.id) ?? 0 })), total: found.length };
  }

  async #embed(picture: Picture): ReturnType<ImageEmbedder['embed']> {
    try {
      return await this.embedder.embed(picture);
    } catch (error) {
      throw error instanceof DomainError ? error : new ImageSearchUnavailable(error);
    }
  }
}
