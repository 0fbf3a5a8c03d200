import type { PictureVector } from '../../../src/application/catalogue/ports/image-embedder.js';
import type { SimilarProduct, VectorIndex } from '../../../src/application/catalogue/ports/vector-index.js';
import type { ProductStatus } from '../../../src/domain/catalogue/product-state.js';
import type { ProductId } from '../../../src/domain/shared/ids.js';

interface Known {
  readonly version: string;
  readonly vector: PictureVector | null;
}

const product = (one: PictureVector, other: PictureVector): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

/** Looks at every picture it knows; which products show them it is told by `show`. */
export class InMemoryVectorIndex implements VectorIndex {
  readonly known = new Map<string, Known>();
  readonly #shown = new Map<string, { readonly productId: ProductId; readonly status: ProductStatus }>();

  show(url: string, productId: ProductId, status: ProductStatus = 'published'): void {
    this.#shown.set(url, { productId, status });
  }

  takeDown(url: string): void {
    this.#shown.delete(url);
  }

  async put(url: string, version: string, vector: PictureVector | null): Promise<void> {
    if (this.#shown.has(url)) this.known.set(url, { version, vector: vector && Float32Array.from(vector) });
  }

  async remove(url: string): Promise<void> {
    if (!this.#shown.has(url)) this.known.delete(url);
  }

  async nearest(vectors: readonly PictureVector[], version: string, count: number): Promise<readonly SimilarProduct[]> {
    const best = new Map<ProductId, number>();
    for (const [url, { productId, status }] of this.#shown) {
      const known = this.known.get(url);
      if (status !== 'published' || known?.version !== version || !known.vector) continue;
      const { vector } = known;
      best.set(productId, Math.max(best.get(productId) ?? 0, ...vectors.map((asked) => product(asked, vector))));
    }
    const found = [...best].map(([productId, score]) => ({ productId, score }));
    return found.sort((one, other) => other.score - one.score || (one.productId < other.productId ? -1 : 1)).slice(0, count);
  }

  async unknown(version: string, count: number): Promise<readonly string[]> {
    return [...this.#shown.keys()].filter((url) => this.known.get(url)?.version !== version).slice(0, count);
  }

  async forgetUnshown(): Promise<void> {
    for (const url of this.known.keys()) if (!this.#shown.has(url)) this.known.delete(url);
  }
}
