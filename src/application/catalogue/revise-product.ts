import { ProductNotFound } from '../../domain/catalogue/product-errors.js';
import { chosenSlug, productSlug } from '../../domain/catalogue/product-slug.js';
import type { ProductStatus } from '../../domain/catalogue/product-state.js';
import type { Product } from '../../domain/catalogue/product.js';
import { looksLikeId, type ProductId } from '../../domain/shared/ids.js';
import type { Money } from '../../domain/shared/money.js';
import { slugOf } from '../../domain/shared/slug.js';
import type { StockLedger } from '../inventory/ports/stock-ledger.js';
import { refuseStale, type ExpectedVersion } from '../shared/expected-version.js';
import type { Clock } from '../shared/ports/clock.js';
import type { IdGenerator } from '../shared/ports/id-generator.js';
import type { RequestClaim } from '../shared/ports/request-log.js';
import type { UnitOfWork } from '../shared/ports/unit-of-work.js';
import { chooseShelves, type ShelfScope, type ShelfWishes } from './choose-shelves.js';
import { keepingPicture } from './keeping-picture.js';
import type { CatalogueQueries } from './ports/catalogue-queries.js';
import type { ImageStore, Picture } from './ports/image-store.js';
import type { ProductRepository } from './ports/product-repository.js';

/** Absent stays as it is. What belongs to a variant may be said at the product as long as there is only one. */
export interface ReviseProductInput extends ShelfWishes, ExpectedVersion {
  readonly productId: ProductId;
  readonly title?: string | undefined;
  /** Left out, it follows the title. */
  readonly slug?: string | undefined;
  readonly description?: string | undefined;
  readonly status?: ProductStatus | undefined;
  /** When a draft becomes published by itself; null: when somebody says so. */
  readonly publishAt?: Date | null | undefined;
  readonly sku?: string | undefined;
  readonly price?: Money | undefined;
  readonly compareAtPrice?: Money | null | undefined;
  readonly isDigital?: boolean | undefined;
  /** Pieces that can be sold, beside those that are promised to somebody already. */
  readonly stockQuantity?: number | undefined;
  /** Takes the place of the first one. */
  readonly picture?: Picture | undefined;
}

/** Changes a product, its one variant and its stock together, or nothing of it. */
export class ReviseProduct {
  constructor(
    private readonly unitOfWork: UnitOfWork<ShelfScope & { products: ProductRepository; stock: StockLedger }>,
    private readonly catalogue: CatalogueQueries,
    private readonly images: ImageStore,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @throws ProductNotFound
   * @throws PreconditionFailed @throws StaleVersion
   * @throws InvalidProduct also for a brand or category that there is not, and for what belongs to one of several variants.
   * @throws SkuTaken @throws SlugTaken
   * @throws UnsupportedImage @throws ImageTooLarge
   */
  async execute(input: ReviseProductInput, claim?: RequestClaim): Promise<void> {
    if (!looksLikeId(input.productId)) throw new ProductNotFound();
    const stockQuantity = await this.#newStock(input);
    await keepingPicture(this.images, input.picture, (url) =>
      this.unitOfWork.run(async ({ products, stock, ...shelves }) => {
        const product = await products.find(input.productId);
        if (!product) throw new ProductNotFound();
        refuseStale('product', product.version, input);
        const before = product.toState();
        const now = this.clock.now();
        const { title, description, status, publishAt, sku, price, compareAtPrice, isDigital } = input;
        const slug = await this.#slug(product, input, products);
        product.revise({ title, description, slug, ...(await chooseShelves(shelves, input)) }, now);
        product.reviseOnlyVariant({ sku, price, compareAtPrice, isDigital }, now);
        if (status !== undefined) product.changeStatus(status, now);
        if (publishAt !== undefined && publishAt?.getTime() !== before.publishAt?.getTime()) product.publishFrom(publishAt, now);
        if (url !== undefined) product.replaceFirstImage({ id: this.ids.next(), url, alt: product.title }, now);
        if (product.toState() !== before) await products.save(product);
        if (stockQuantity !== undefined) await stock.setAvailable(product.onlyVariant('stock_quantity').id, stockQuantity, now);
      }, claim),
    );
  }

  /** The one that was asked for, or the one of a new title. What is so already is no wish. */
  async #slug(product: Product, { title, slug }: ReviseProductInput, products: ProductRepository): Promise<string | undefined> {
    if (slug !== undefined && slug !== product.slug) return chosenSlug(slug, product.id, await products.slugsLike(slug));
    if (title === undefined || title === product.title) return undefined;
    return productSlug(title, product.id, product.slug, await products.slugsLike(slugOf(title, product.id)));
  }

  /** Clients echo whole objects: the sum over several variants, as it is, is no wish to change it. */
  async #newStock({ productId, stockQuantity }: ReviseProductInput): Promise<number | undefined> {
    if (stockQuantity === undefined) return undefined;
    const variants = (await this.catalogue.detailsOf(productId))?.variants ?? [];
    const sum = variants.reduce((total, variant) => total + variant.stockQuantity, 0);
    return variants.length > 1 && stockQuantity === sum ? undefined : stockQuantity;
  }
}
